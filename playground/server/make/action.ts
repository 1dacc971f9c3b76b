import type { ACTIONS } from '../../../src/actions/index.ts';
import { fieldsOf } from '../../../src/fields/index.ts';

/** Any of the declared actions. */
export type Action = (typeof ACTIONS)[number];

/**
 * Until actions declare them: the kind of an action, from whether it takes rows, and the ID of its Make module, which is
 * its key in camel case.
 */
export const makeActionOf = ({ key, fields }: Action): { kind: 'event' | 'batch'; id: string } => ({
  kind: fieldsOf(fields).some(({ type }) => type === 'rows') ? 'batch' : 'event',
  id: key.replace(/_([a-z])/g, (_whole, letter: string) => letter.toUpperCase()),
});
