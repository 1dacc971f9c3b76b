import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Timeline } from '../../api.ts';
import { api, problemText } from '../api-client.ts';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { ValueView } from '../ui/value-view.tsx';
import { moment } from '../ui/words.ts';
import { PersonKind } from './person-kind.tsx';

interface PersonViewProps {
  readonly handle: string;
  /** Changes whenever something was stored, so that the timeline is asked for again. */
  readonly version: number;
  readonly onBack: () => void;
}

type Reading =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly timeline: Timeline }
  | { readonly kind: 'none'; readonly message: string };

const GONE = 'Nobody has this ID any more: the local Usermaven was cleared.';

/** One person: who it is, and what happened in order of time. */
export const PersonView = ({ handle, version, onBack }: PersonViewProps) => {
  const [reading, setReading] = useState<Reading>({ kind: 'reading' });
  const back = useRef<HTMLButtonElement>(null);
  // A new version means new events.
  useEffect(() => {
    let isLate = false;
    const show = (next: Reading): void => {
      if (!isLate) setReading(next);
    };
    api.timeline(handle).then(
      (timeline) => show(timeline ? { kind: 'read', timeline } : { kind: 'none', message: GONE }),
      (problem: unknown) => show({ kind: 'none', message: problemText(problem) }),
    );
    return () => {
      isLate = true;
    };
  }, [handle, version]);
  useLayoutEffect(() => back.current?.focus(), []);

  return (
    <div class="stack">
      <p>
        <button ref={back} type="button" class="button quiet small" onClick={onBack}>
          <Icon name="back" />
          All people
        </button>
      </p>
      {reading.kind === 'none' && <Notice tone="plain" title={reading.message} />}
      {reading.kind === 'read' && <Details timeline={reading.timeline} />}
    </div>
  );
};

const Details = ({ timeline }: { readonly timeline: Timeline }) => {
  const { name, kind, id, email, anonymousIds, companies, attributes } = timeline;
  const facts: readonly (readonly [string, string])[] = [
    ['User ID', id ?? ''],
    ['Email', email ?? ''],
    ['Anonymous IDs', anonymousIds.join(', ')],
    ['Companies', companies.join(', ')],
  ];
  return (
    <>
      <div class="person-head">
        <h3>{name}</h3>
        <PersonKind kind={kind} />
      </div>
      <dl class="facts">
        {facts
          .filter(([, value]) => value !== '')
          .map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {Object.keys(attributes).length > 0 && (
        <details>
          <summary>Attributes</summary>
          <ValueView label={`Attributes of ${name}`} value={attributes} />
        </details>
      )}
      <h4>Timeline</h4>
      <ol class="timeline">
        {timeline.events.map((event) => (
          <TimelineItem key={event.id} event={event} now={kind} />
        ))}
      </ol>
    </>
  );
};

type TimelineEvent = Timeline['events'][number];

interface TimelineItemProps {
  readonly event: TimelineEvent;
  readonly now: Timeline['kind'];
}

const TimelineItem = ({ event, now }: TimelineItemProps) => {
  const [open, setOpen] = useState(false);
  const since = storyOf(event.arrivedAs, now);
  return (
    <li class={`timeline-item as-${event.arrivedAs}`}>
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <span class="event-type">{event.type}</span>
          <time class="event-time" dateTime={event.time}>
            {moment(event.time)}
          </time>
          {since && <span class="chip stitched">{since}</span>}
        </summary>
        {open && <ValueView label={`Event ${event.type}`} value={event.raw} />}
      </details>
    </li>
  );
};

/** What an event tells of how the person became known; undefined where nothing changed since it arrived. */
const storyOf = (arrivedAs: Timeline['kind'], now: Timeline['kind']): string | undefined => {
  if (arrivedAs === 'anonymous') return now === 'anonymous' ? 'Anonymous' : 'Anonymous first, stitched later';
  return arrivedAs === 'lead' && now === 'known' ? 'Lead first, merged later' : undefined;
};
