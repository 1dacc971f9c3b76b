import { leaksIn } from '../../test/support/leaks.ts';
import { CORES, SECRETS } from './credentials.ts';

/**
 * In how many places of the evidence something of a secret stands. Secrets are looked for in every form, but only where
 * a core of one stands: the evidence may have megabytes.
 */
export const secretsIn = (evidence: readonly unknown[]): number => {
  const text = JSON.stringify(evidence);
  return CORES.some((core) => text.includes(core)) ? Math.max(1, leaksIn(evidence, SECRETS).length) : 0;
};
