import type { RejectedRequest } from '../../api.ts';
import { Empty } from '../ui/notice.tsx';
import { StatusChip } from '../ui/status-chip.tsx';
import { clock, count } from '../ui/words.ts';

/** Requests that were not accepted, newest first, with the reason. */
export const RejectedList = ({ rejected }: { readonly rejected: readonly RejectedRequest[] }) => {
  if (rejected.length === 0)
    return (
      <Empty title="Nothing was rejected">
        <p>
          Connect with a wrong token, or let Usermaven fail with the switch above, and see which requests it
          refuses and why.
        </p>
      </Empty>
    );
  return (
    <ul class="rejections">
      {rejected.map(({ receivedAt, status, reason, events }, index) => (
        <li key={`${receivedAt}-${rejected.length - index}`}>
          <p class="rejection-head">
            <StatusChip status={status} />
            <span class="muted">{count(events, 'event')}</span>
            <time class="event-clock" dateTime={receivedAt}>
              {clock(receivedAt)}
            </time>
          </p>
          <p>{reason}</p>
        </li>
      ))}
    </ul>
  );
};
