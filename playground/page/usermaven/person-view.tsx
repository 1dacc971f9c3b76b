import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Timeline } from '../../api.ts';
import { api, errorMessage } from '../api-client.ts';
import { Notice } from '../ui/feedback.tsx';
import { moment } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { ValueView } from '../ui/value-view.tsx';
import { PersonKind } from './people-list.tsx';

interface PersonViewProps {
  readonly handle: string;
  /** Changes whenever an event arrives, so that the timeline is loaded again. */
  readonly version: number;
  readonly onBack: () => void;
}

type Loading =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly timeline: Timeline }
  | { readonly kind: 'failed'; readonly message: string };

const GONE = 'This person does not exist any more: the local Usermaven was cleared.';

/** A person: identity, attributes and timeline. */
export const PersonView = ({ handle, version, onBack }: PersonViewProps) => {
  const [loading, setLoading] = useState<Loading>({ kind: 'loading' });
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    let isStale = false;
    const show = (next: Loading): void => {
      if (!isStale) setLoading(next);
    };
    api.timeline(handle).then(
      (timeline) => show(timeline ? { kind: 'loaded', timeline } : { kind: 'failed', message: GONE }),
      (error: unknown) => show({ kind: 'failed', message: errorMessage(error) }),
    );
    return () => {
      isStale = true;
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
      {loading.kind === 'failed' && <Notice tone="plain" title={loading.message} />}
      {loading.kind === 'loaded' && <Details timeline={loading.timeline} />}
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
  const change = identityChange(event.arrivedAs, now);
  return (
    <li class={`timeline-item as-${event.arrivedAs}`}>
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <span class="event-type">{event.type}</span>
          <time class="event-time" dateTime={event.time}>
            {moment(event.time)}
          </time>
          {change && <span class="chip stitched">{change}</span>}
        </summary>
        {open && <ValueView label={`Event ${event.type}`} value={event.raw} />}
      </details>
    </li>
  );
};

/** How the person's identity has changed since the event arrived; undefined if it has not. */
const identityChange = (arrivedAs: Timeline['kind'], now: Timeline['kind']): string | undefined => {
  if (arrivedAs === 'anonymous') return now === 'anonymous' ? 'Anonymous' : 'Anonymous first, stitched later';
  return arrivedAs === 'lead' && now === 'known' ? 'Lead first, merged later' : undefined;
};
