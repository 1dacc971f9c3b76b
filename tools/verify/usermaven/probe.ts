import type { Finding } from '../finding.ts';
import type { EventsApi, Reply } from './api.ts';
import type { Workspace } from './connection.ts';
import type { Marked } from './marked.ts';

/** What a probe works with. */
export interface ProbeTools {
  readonly api: EventsApi;
  readonly workspace: Workspace;
  readonly marked: Marked;
}

/** What was seen of the row that is asked about. */
export type Seen = Omit<Finding, 'row'>;

/** One row that the responses alone tell something of. */
export interface Probe {
  readonly row: string;
  readonly run: (tools: ProbeTools) => Promise<Seen | readonly Seen[]>;
}

/** Whether a reply says nothing of what was asked: none came, or the service is busy, or something stands in front of it. */
export const saysNothing = ({ response: { kind } }: Reply): boolean =>
  kind === 'retryable' || kind === 'blocked';

/** A verdict by one reply, unless it says nothing. */
export const judge = (reply: Reply, isAsAssumed: boolean, observed: string): Seen => {
  if (saysNothing(reply))
    return { verdict: 'unclear', observed: `${observed} That tells nothing: try again.` };
  return { verdict: isAsAssumed ? 'confirmed' : 'refuted', observed };
};

/** Worth knowing. */
export const noted = (observed: string): Seen => ({ verdict: 'noted', observed });

/** Any 2xx. */
export const isAccepted = ({ response: { kind } }: Reply): boolean => kind === 'accepted';
/** What the body says was not liked. */
export const isRefused = ({ status }: Reply): boolean => status === 400;
/** The credentials were not liked. */
export const isUnauthorized = ({ response: { kind } }: Reply): boolean => kind === 'unauthorized';

/** No event: what the connection test of the Zapier app sends. */
export const NO_EVENTS = '[]';
