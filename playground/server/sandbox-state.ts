import type { Person, Sandbox } from '../../sandbox/usermaven/server.ts';
import type { RejectedRequest, SandboxState } from '../api.ts';
import type { Mask } from './mask.ts';
import { handleOf, personSummary, streamEvent } from './people.ts';
import { isRejected, rejectionReason, type WeatherSwitch } from './weather.ts';

/** As long as a list gets. */
const MOST = 200;

/** The local Usermaven as of now. `mask` is that of its own credentials, which every event holds. */
export const sandboxState = (sandbox: Sandbox, weather: WeatherSwitch, mask: Mask): SandboxState => {
  const { store } = sandbox;
  const newest = store.events.toReversed();
  return {
    weather: weather.current(),
    stored: newest.length,
    duplicates: store.duplicates,
    events: newest.slice(0, MOST).flatMap((event) => {
      const person = store.owner(event.id);
      return person ? [streamEvent(event, person, mask)] : [];
    }),
    rejected: rejectedRequests(sandbox),
    people: activePeople(sandbox).map((person) => personSummary(sandbox, person, mask)),
  };
};

const rejectedRequests = ({ requests }: Sandbox): RejectedRequest[] =>
  requests
    .filter(isRejected)
    .slice(-MOST)
    .reverse()
    .map((request) => ({
      receivedAt: new Date(request.time).toISOString(),
      status: request.status,
      reason: rejectionReason(request),
      events: request.events,
    }));

/** People by their last event, the latest first. */
const activePeople = ({ store }: Sandbox): Person[] => {
  const people = new Map<string, Person>();
  for (const { id } of store.events.toReversed()) {
    if (people.size === MOST) break;
    const person = store.owner(id);
    if (person) people.set(handleOf(person), person);
  }
  return [...people.values()];
};
