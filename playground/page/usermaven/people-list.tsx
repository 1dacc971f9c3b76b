import { useLayoutEffect, useRef } from 'preact/hooks';
import type { PersonSummary } from '../../api.ts';
import { Empty } from '../ui/notice.tsx';
import { count } from '../ui/words.ts';
import { PersonKind } from './person-kind.tsx';

interface PeopleListProps {
  readonly people: readonly PersonSummary[];
  readonly onPerson: (handle: string) => void;
  /** Whose timeline was closed to come here: gets the focus. */
  readonly left: string | null;
}

/** Everybody that the local Usermaven knows. */
export const PeopleList = ({ people, onPerson, left }: PeopleListProps) => {
  const last = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => last.current?.focus(), []);
  if (people.length === 0)
    return (
      <Empty title="Nobody yet">
        <p>People appear with their first event. Those known by an anonymous ID only are people too.</p>
      </Empty>
    );
  return (
    <ul class="people">
      {people.map(({ handle, name, kind, events }) => (
        <li key={handle}>
          <button
            ref={handle === left ? last : null}
            type="button"
            class="person"
            onClick={() => onPerson(handle)}
          >
            <span class="person-name">{name}</span>
            <PersonKind kind={kind} />
            <span class="muted">{count(events, 'event')}</span>
          </button>
        </li>
      ))}
    </ul>
  );
};
