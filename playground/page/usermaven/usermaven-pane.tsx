import { useEffect, useState } from 'preact/hooks';
import type { SandboxRequest, SandboxState } from '../../api.ts';
import { api, errorMessage, follow } from '../api-client.ts';
import { Announcer, Notice } from '../ui/feedback.tsx';
import { count } from '../ui/format.ts';
import { type Tab, Tabs } from '../ui/tabs.tsx';
import { BehaviorField } from './behavior-field.tsx';
import { DroppedList } from './dropped-list.tsx';
import { EventList } from './event-list.tsx';
import { PeopleList } from './people-list.tsx';
import { PersonView } from './person-view.tsx';
import { RejectedList } from './rejected-list.tsx';

/** A batch arrives in many parts; only the final count is announced. */
const SETTLE_MS = 1_000;

type TabKey = 'events' | 'people' | 'rejected' | 'dropped';

/** The current state of the local Usermaven. */
export const UsermavenPane = ({ live: { state, isOpen } }: { readonly live: Live }) => {
  const [error, setError] = useState<string | null>(null);
  const send = (request: SandboxRequest): void => {
    setError(null);
    // The stream delivers the result.
    api.sandbox(request).catch((thrown: unknown) => setError(errorMessage(thrown)));
  };
  return (
    <div class="stack">
      {!isOpen && (
        <Notice tone="warn" title="The playground does not respond">
          <p>If it was stopped, start it again with npm start. This page continues automatically.</p>
        </Notice>
      )}
      {error && <Notice tone="bad" title={error} />}
      {state && (
        <>
          <BehaviorField behavior={state.behavior} onBehavior={(behavior) => send({ behavior })} />
          <Content state={state} onClear={() => send({ clear: true })} />
        </>
      )}
    </div>
  );
};

interface ContentProps {
  readonly state: SandboxState;
  readonly onClear: () => void;
}

const Content = ({ state, onClear }: ContentProps) => {
  const { stored, duplicates, events, people, rejected, dropped } = state;
  const [tab, setTab] = useState<TabKey>('events');
  const [person, setPerson] = useState<string | null>(null);
  const [closed, setClosed] = useState<string | null>(null);
  const showPerson = (handle: string): void => {
    setPerson(handle);
    setTab('people');
  };
  const tabs: Tab<TabKey>[] = [
    {
      key: 'events',
      label: 'Events',
      badge: stored,
      content: () => <EventList events={events} stored={stored} onPerson={showPerson} />,
    },
    {
      key: 'people',
      label: 'People',
      content: () =>
        person === null ? (
          <PeopleList people={people} onPerson={showPerson} lastPerson={closed} />
        ) : (
          <PersonView
            key={person}
            handle={person}
            version={stored + duplicates}
            onBack={() => {
              setClosed(person);
              setPerson(null);
            }}
          />
        ),
    },
    {
      key: 'rejected',
      label: 'Rejected',
      badge: rejected.length,
      content: () => <RejectedList rejected={rejected} />,
    },
    {
      key: 'dropped',
      label: 'Dropped',
      badge: dropped.length,
      content: () => <DroppedList dropped={dropped} />,
    },
  ];
  const summary = `${count(stored, 'event')} stored${duplicates > 0 ? `, ${count(duplicates, 'duplicate')} dropped` : ''}`;
  return (
    <>
      <div class="totals">
        <p>{summary}</p>
        <button
          type="button"
          class="button quiet small"
          onClick={() => {
            setPerson(null);
            onClear();
          }}
        >
          Clear
        </button>
      </div>
      <Announcer text={`Usermaven: ${summary}.`} settleMs={SETTLE_MS} />
      <Tabs
        label="Usermaven"
        tabs={tabs}
        selected={tab}
        onSelect={(key) => {
          setClosed(null);
          setTab(key);
        }}
      />
    </>
  );
};

/** The local Usermaven, followed live. */
export interface Live {
  /** Null until the first state arrives. */
  readonly state: SandboxState | null;
  /** False while the stream is interrupted. */
  readonly isOpen: boolean;
}

/** Follows the local Usermaven while the page is open. */
export const useLive = (): Live => {
  const [state, setState] = useState<SandboxState | null>(null);
  const [isOpen, setOpen] = useState(true);
  useEffect(() => follow(setState, setOpen), []);
  return { state, isOpen };
};
