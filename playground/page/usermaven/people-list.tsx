import { useLayoutEffect, useRef } from 'preact/hooks';
import type { PersonSummary } from '../../api.ts';
import { Empty } from '../ui/feedback.tsx';
import { count } from '../ui/format.ts';

interface PeopleListProps {
  readonly people: readonly PersonSummary[];
  readonly onPerson: (handle: string) => void;
  /** The person whose timeline was just closed: gets the focus. */
  readonly lastPerson: string | null;
}

/** The people in the local Usermaven. */
export const PeopleList = ({ people, onPerson, lastPerson }: PeopleListProps) => {
  const last = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => last.current?.focus(), []);
  if (people.length === 0)
    return (
      <Empty title="No people yet">
        <p>People appear with their first event, even if only an anonymous ID is known.</p>
      </Empty>
    );
  return (
    <ul class="people">
      {people.map(({ handle, name, kind, events }) => (
        <li key={handle}>
          <button
            ref={handle === lastPerson ? last : null}
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

const KIND_LABELS: Readonly<Record<PersonSummary['kind'], string>> = {
  anonymous: 'Anonymous',
  lead: 'Lead',
  known: 'Known',
};

/** How far a person is identified. */
export const PersonKind = ({ kind }: { readonly kind: PersonSummary['kind'] }) => (
  <span class={`chip kind-${kind}`}>{KIND_LABELS[kind]}</span>
);
