import type { DroppedEvent } from '../../api.ts';
import { Empty } from '../ui/feedback.tsx';
import { clock } from '../ui/format.ts';
import { ValueView } from '../ui/value-view.tsx';

/** Events that were accepted, then dropped, newest first, with the reason. */
export const DroppedList = ({ dropped }: { readonly dropped: readonly DroppedEvent[] }) => {
  if (dropped.length === 0)
    return (
      <Empty title="No dropped events">
        <p>
          Usermaven accepts some events and drops them without telling the sender, for example a repeated
          event ID.
        </p>
      </Empty>
    );
  return (
    <div class="stack tight">
      <h3>Accepted, then dropped</h3>
      <ul class="rejections">
        {dropped.map(({ receivedAt, type, reason, raw }, index) => (
          <li key={`${receivedAt}-${dropped.length - index}`}>
            <p class="rejection-head">
              <span class="event-type">{type}</span>
              <time class="event-clock" dateTime={receivedAt}>
                {clock(receivedAt)}
              </time>
            </p>
            <p>{reason}</p>
            <details>
              <summary>Event</summary>
              <ValueView label={`Dropped event ${type}`} value={raw} />
            </details>
          </li>
        ))}
      </ul>
    </div>
  );
};
