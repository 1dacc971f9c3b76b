import { useState } from 'preact/hooks';
import type { SandboxRequest, SandboxState } from '../../api.ts';
import { api, problemText } from '../api-client.ts';
import { Announcer } from '../ui/announcer.tsx';
import { Notice } from '../ui/notice.tsx';
import { type Tab, Tabs } from '../ui/tabs.tsx';
import { count } from '../ui/words.ts';
import { EventList } from './event-list.tsx';
import { PeopleList } from './people-list.tsx';
import { PersonView } from './person-view.tsx';
import { RejectedList } from './rejected-list.tsx';
import type { Live } from './use-live.ts';
import { WeatherField } from './weather-field.tsx';

/** A batch comes in many parts; only where it ends up is read out. */
const SETTLE_MS = 1_000;

type TabKey = 'events' | 'people' | 'rejected';

/** The local Usermaven as it is at this moment. */
export const UsermavenPane = ({ live: { state, isOpen } }: { readonly live: Live }) => {
  const [problem, setProblem] = useState<string | null>(null);
  const ask = (request: SandboxRequest): void => {
    setProblem(null);
    // The stream tells what came of it.
    api.sandbox(request).catch((thrown: unknown) => setProblem(problemText(thrown)));
  };
  return (
    <div class="stack">
      {!isOpen && (
        <Notice tone="warn" title="The playground does not answer">
          <p>If it was stopped, start it again with npm start: this page goes on by itself.</p>
        </Notice>
      )}
      {problem && <Notice tone="bad" title={problem} />}
      {state && (
        <>
          <WeatherField weather={state.weather} onWeather={(weather) => ask({ weather })} />
          <Content state={state} onClear={() => ask({ clear: true })} />
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
  const { stored, duplicates, events, people, rejected } = state;
  const [tab, setTab] = useState<TabKey>('events');
  const [person, setPerson] = useState<string | null>(null);
  const [left, setLeft] = useState<string | null>(null);
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
          <PeopleList people={people} onPerson={showPerson} left={left} />
        ) : (
          <PersonView
            key={person}
            handle={person}
            version={stored + duplicates}
            onBack={() => {
              setLeft(person);
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
          setLeft(null);
          setTab(key);
        }}
      />
    </>
  );
};
