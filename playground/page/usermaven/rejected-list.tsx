import type { RejectedRequest } from '../../api.ts';
import { Empty, StatusChip } from '../ui/feedback.tsx';
import { clock, count } from '../ui/format.ts';

/** Requests that were not accepted, newest first, with the reason. */
export const RejectedList = ({ rejected }: { readonly rejected: readonly RejectedRequest[] }) => {
  if (rejected.length === 0)
    return (
      <Empty title="No rejected requests">
        <p>
          Connect with a wrong token, or choose a failure above, to see which requests Usermaven rejects and
          why.
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
