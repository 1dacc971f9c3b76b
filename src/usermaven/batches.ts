import { LIMITS } from './limits.ts';

/** An event as it is sent. */
export interface EventJson {
  /** The event as JSON. */
  readonly json: string;
  /** Its length in UTF-8 bytes. */
  readonly bytes: number;
}

/** An event as JSON with its size. */
export const toEventJson = (event: object): EventJson => {
  const json = JSON.stringify(event);
  return { json, bytes: Buffer.byteLength(json) };
};

/** True when an event is larger than the API takes. */
export const isTooLarge = ({ bytes }: EventJson): boolean => bytes > LIMITS.bytesPerEvent;

/** What one request takes at most. */
type RequestLimits = Readonly<Record<'eventsPerRequest' | 'bytesPerRequest', number>>;

/** Events in their order, cut into requests of at most 100 events and 475,000 bytes, brackets and commas counted. */
export const chunk = <T extends EventJson>(events: readonly T[], limits: RequestLimits = LIMITS): T[][] => {
  const chunks: T[][] = [];
  let current: T[] = [];
  // The opening bracket; every event brings a comma or the closing one.
  let bytes = 1;
  for (const event of events) {
    const more = event.bytes + 1;
    const isFull = current.length >= limits.eventsPerRequest || bytes + more > limits.bytesPerRequest;
    if (isFull && current.length > 0) {
      chunks.push(current);
      current = [];
      bytes = 1;
    }
    current.push(event);
    bytes += more;
  }
  if (current.length > 0) chunks.push(current);
  return chunks;
};

/** The two halves of a chunk that the server found too large; one half when a single event is left. */
export const halve = <T>(events: readonly T[]): T[][] => {
  const middle = Math.ceil(events.length / 2);
  return [events.slice(0, middle), events.slice(middle)].filter((half) => half.length > 0);
};

/** The body of a request: an array of events. */
export const batchBody = (events: readonly EventJson[]): string =>
  `[${events.map(({ json }) => json).join(',')}]`;
