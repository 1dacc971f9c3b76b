import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './answer.ts';
import { type Arrival, type Cue, type Fault, scriptOf } from './cues.ts';

/** Cues waiting for requests. */
export interface Faults {
  readonly queue: (cue: Cue, times: number) => void;
  readonly clear: () => void;
  readonly isEmpty: () => boolean;
  /** Takes the first cue that matches out of the queue, once. */
  readonly take: (arrival: Omit<Arrival, 'nth'>) => Cue | undefined;
}

/** An empty queue. */
export const createFaults = (): Faults => {
  const queued = new Set<{ readonly cue: Cue; left: number; seen: number }>();
  return {
    queue: (cue, times) => {
      if (!(times >= 1)) throw new RangeError('A cue needs at least one turn: times must be 1 or more.');
      queued.add({ cue, left: times, seen: 0 });
    },
    clear: () => queued.clear(),
    isEmpty: () => queued.size === 0,
    take: (arrival) => {
      for (const entry of queued) entry.seen += 1;
      for (const entry of queued) {
        if (entry.cue.match?.({ ...arrival, nth: entry.seen }) === false) continue;
        entry.left -= 1;
        if (entry.left < 1) queued.delete(entry);
        return entry.cue;
      }
      return undefined;
    },
  };
};

/** What a cue acts on. */
export interface Stage {
  /** The raw response. Nobody else writes to it. */
  readonly outgoing: ServerResponse;
  /** Deals with the request as usual and returns what to answer. Called at most once. */
  readonly handle: () => Answer;
  /** Told of the status and of the body so far, as they are sent. */
  readonly sent: (
    answer: { readonly status: number; readonly reason: string | null } | { readonly answer: string },
  ) => void;
}

/** Plays a fault to its end, or until the client or the sandbox closes the socket. */
export const perform = async (fault: Fault, { outgoing, handle, sent }: Stage): Promise<void> => {
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  if (outgoing.closed) gone.abort();
  try {
    await play(fault, { outgoing, handle, sent }, gone.signal);
  } catch (error) {
    if (!gone.signal.aborted) throw error;
  }
};

const play = async (fault: Fault, { outgoing, handle, sent }: Stage, signal: AbortSignal): Promise<void> => {
  let handled: Answer | undefined;
  const said: Buffer[] = [];
  const say = (part: string | Buffer): Buffer => {
    const bytes = Buffer.from(part);
    said.push(bytes);
    sent({ answer: Buffer.concat(said).toString('utf8') });
    return bytes;
  };
  const answer = (): void => {
    handled ??= handle();
    const { status, body: content } = handled;
    sent({ status, reason: 'message' in content ? content.message : null });
    outgoing.writeHead(status, { 'Content-Type': 'application/json' }).end(say(JSON.stringify(content)));
  };
  for (const step of scriptOf(fault)) {
    signal.throwIfAborted();
    switch (step.do) {
      case 'handle':
        handled ??= handle();
        break;
      case 'pass':
        if (handled !== undefined && handled.status >= 400) return answer();
        break;
      case 'answer':
        answer();
        break;
      case 'wait':
        await sleep(step.ms, undefined, { signal });
        break;
      case 'head':
        outgoing.writeHead(step.status, step.headers).flushHeaders();
        sent({ status: step.status, reason: null });
        break;
      case 'send':
        outgoing.write(say(step.body));
        break;
      case 'drip':
        for (const byte of Buffer.from(step.body)) {
          await sleep(step.ms, undefined, { signal });
          outgoing.write(say(Buffer.of(byte)));
        }
        break;
      case 'send_and_cut':
        // Only once the bytes are out: destroying earlier would take them along.
        outgoing.write(say(step.body), () => outgoing.destroy());
        break;
      case 'reset':
        outgoing.socket?.resetAndDestroy();
        break;
      case 'end':
        outgoing.end();
        break;
    }
  }
};
