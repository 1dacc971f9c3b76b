import { useState } from 'preact/hooks';
import type { MadeRequest } from '../../api.ts';
import { parseJson } from '../../json.ts';
import { StatusChip } from '../ui/feedback.tsx';
import { count, duration, size } from '../ui/format.ts';
import { ScrollArea } from '../ui/tables.tsx';
import { ValueView } from '../ui/value-view.tsx';

/** The requests of a run: a list if there are several, and one of them in full. */
export const RequestsView = ({ requests }: { readonly requests: readonly MadeRequest[] }) => {
  const [shown, setShown] = useState(0);
  const request = requests[shown] ?? requests[0];
  if (request === undefined)
    return <p class="muted">No request was sent: the step stopped before its first one.</p>;
  return (
    <div class="stack">
      {requests.length > 1 && <RequestList requests={requests} shown={shown} onShow={setShown} />}
      <RequestDetails key={shown} request={request} number={shown + 1} of={requests.length} />
    </div>
  );
};

interface RequestListProps {
  readonly requests: readonly MadeRequest[];
  readonly shown: number;
  readonly onShow: (index: number) => void;
}

const RequestList = ({ requests, shown, onShow }: RequestListProps) => (
  <ScrollArea label="Requests in order" short>
    <table class="data requests">
      <caption class="visually-hidden">Requests in order</caption>
      <thead>
        <tr>
          <th scope="col">Request</th>
          <th scope="col">Response</th>
          <th scope="col">Events</th>
          <th scope="col">Size</th>
          <th scope="col">Time</th>
        </tr>
      </thead>
      <tbody>
        {requests.map(({ status, events, bytes, milliseconds }, index) => (
          <tr key={index} class={index === shown ? 'is-shown' : undefined}>
            <th scope="row">
              <button
                type="button"
                class="link"
                aria-pressed={index === shown}
                aria-label={`Show request ${index + 1}`}
                onClick={() => onShow(index)}
              >
                {index + 1}
              </button>
            </th>
            <td>
              <StatusChip status={status} />
            </td>
            <td>{events.toLocaleString('en')}</td>
            <td>{size(bytes)}</td>
            <td>{duration(milliseconds)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </ScrollArea>
);

interface RequestDetailsProps {
  readonly request: MadeRequest;
  readonly number: number;
  /** How many requests there are. */
  readonly of: number;
}

const RequestDetails = ({ request, number, of }: RequestDetailsProps) => {
  const { method, url, headers, body, bytes, events, status, response, milliseconds } = request;
  const shownEvents = Array.isArray(body) ? body.length : events;
  return (
    <>
      <section class="stack tight">
        <h3>{of > 1 ? `Request ${number}` : 'Request'}</h3>
        <p class="request-line">
          <span class="chip method">{method}</span>
          <code>{url}</code>
        </p>
        <p class="muted">
          {count(events, 'event')}, {size(bytes)}. Secrets are masked.
          {shownEvents < events && ` Only the first ${shownEvents} are shown.`}
        </p>
        <ValueView label={`Body of request ${number}`} value={body} />
        <details>
          <summary>Headers</summary>
          <ValueView label={`Headers of request ${number}`} value={{ ...headers }} />
        </details>
      </section>
      <section class="stack tight">
        <h3>Response</h3>
        <p class="request-line">
          <StatusChip status={status} />
          <span class="muted">after {duration(milliseconds)}</span>
        </p>
        <ResponseBody label={`Response to request ${number}`} text={response} />
      </section>
    </>
  );
};

const ResponseBody = ({ label, text }: { readonly label: string; readonly text: string }) => {
  const parsed = parseJson(text);
  if (text === '') return <p class="muted">No body.</p>;
  return parsed === undefined ? <pre class="raw">{text}</pre> : <ValueView label={label} value={parsed} />;
};
