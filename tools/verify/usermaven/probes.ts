import type { Finding, Verdict } from '../finding.ts';
import type { EventsApi } from './api.ts';
import { isAccepted, type Probe } from './probe.ts';
import { BODY_PROBES } from './probes-bodies.ts';
import { CREDENTIAL_PROBES } from './probes-credentials.ts';

/** Every row that responses alone tell something of, in the order in which they are asked about. */
export const PROBES: readonly Probe[] = [...CREDENTIAL_PROBES, ...BODY_PROBES];

/** What all responses together tell. */
export const afterAll = ({ replies }: EventsApi): Finding[] => {
  const redirects = replies.filter(({ response }) => response.kind === 'redirected');
  const good = replies.filter(isAccepted);
  const verdict: Verdict = redirects.length > 0 ? 'refuted' : good.length > 0 ? 'confirmed' : 'unclear';
  return [
    {
      row: 'no-redirect',
      verdict,
      observed: `${redirects.length} of ${replies.length} responses were redirects.`,
    },
    {
      row: 'success',
      verdict: good.length > 0 ? 'noted' : 'unclear',
      observed: `What was accepted got ${[...new Set(good.map(({ said }) => said))].join(' or ') || 'nothing'}.`,
    },
  ];
};
