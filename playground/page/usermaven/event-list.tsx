import { useState } from 'preact/hooks';
import type { StreamEvent } from '../../api.ts';
import { Empty } from '../ui/feedback.tsx';
import { clock, moment } from '../ui/format.ts';
import { ValueView } from '../ui/value-view.tsx';

interface EventListProps {
  readonly events: readonly StreamEvent[];
  readonly stored: number;
  readonly onPerson: (handle: string) => void;
}

/** Stored events, newest first. Each opens to show its content. */
export const EventList = ({ events, stored, onPerson }: EventListProps) => {
  if (events.length === 0)
    return (
      <Empty title="No events yet">
        <p>
          Events appear here as soon as a step sends them. Start from a recipe and press <em>Test step</em>.
        </p>
      </Empty>
    );
  return (
    <>
      <ul class="events">
        {events.map((event) => (
          <EventItem key={event.id} event={event} onPerson={onPerson} />
        ))}
      </ul>
      {stored > events.length && (
        <p class="more">
          The newest {events.length.toLocaleString('en')} of {stored.toLocaleString('en')}.
        </p>
      )}
    </>
  );
};

interface EventItemProps {
  readonly event: StreamEvent;
  readonly onPerson: (handle: string) => void;
}

const EventItem = ({ event, onPerson }: EventItemProps) => {
  const [open, setOpen] = useState(false);
  const { type, personName, time, receivedAt, person, raw } = event;
  return (
    <li>
      <details class="event" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <span class="event-type">{type}</span>
          <time class="event-clock" dateTime={receivedAt} title="Arrived">
            {clock(receivedAt)}
          </time>
          <span class="event-person">{personName}</span>
          <time class="event-time" dateTime={time} title="Occurred">
            {moment(time)}
          </time>
        </summary>
        {open && (
          <div class="stack tight">
            <p>
              <button type="button" class="link" onClick={() => onPerson(person)}>
                Timeline of {personName}
              </button>
            </p>
            <ValueView label={`Event ${type}`} value={raw} />
          </div>
        )}
      </details>
    </li>
  );
};
