import type { Bundle, Trigger, ZObject } from 'zapier-platform-core';
import { USERPILOT_EVENT } from '../actions/userpilot-event.ts';
import { settingsReader } from '../events/settings.ts';
import { FIELDS } from '../fields/index.ts';
import { isTooDeep } from '../lib/json.ts';
import type { Redact } from '../lib/redact.ts';
import { trimText } from '../lib/text.ts';
import { isChosen } from '../userpilot/event-types.ts';
import { toOutput, type UserpilotOutput } from '../userpilot/output.ts';
import { readPayload } from '../userpilot/payload.ts';
import { sampleOutputs } from '../userpilot/samples.ts';
import { findSignatureHeader, verifySignature } from '../userpilot/signature.ts';
import { errorBoundary, valueOrStop } from './errors.ts';
import { toOperation } from './form.ts';
import { redactorOf } from './step.ts';

/** What the trigger works with: everything that it needs from Zapier's `bundle`, opened once. */
interface Delivery {
  /** The body as received. */
  readonly rawBody: string;
  readonly headers: unknown;
  /** The secret of the connection; `''` if there is none. */
  readonly secret: string;
  /** The event types that start the Zap; all, if none is chosen. */
  readonly chosenTypes: readonly string[];
}

const open = (bundle: Bundle, redact: Redact): Delivery => {
  const settings = settingsReader(bundle.inputData);
  const types = settings.read(FIELDS.event_types) ?? [];
  const secret: unknown = bundle.authData.userpilot_secret;
  return {
    rawBody: rawBodyOf(bundle),
    headers: bundle.rawRequest?.headers,
    secret: typeof secret === 'string' ? trimText(secret) : '',
    chosenTypes: valueOrStop(settings.issues.length > 0 ? settings : { value: types }, redact),
  };
};

/** The signature covers the bytes as received; if they are missing (when an older run is replayed), the parsed body is used. */
const rawBodyOf = ({ rawRequest, cleanedRequest }: Bundle): string => {
  const content: unknown = rawRequest?.content;
  if (typeof content === 'string') return content;
  const parsed: unknown = cleanedRequest ?? null;
  // A body that is nested too deeply to be written is not a Userpilot event.
  return isTooDeep(parsed) ? '' : JSON.stringify(parsed);
};

const trigger =
  (run: (delivery: Delivery, log: (line: string) => void) => UserpilotOutput[]) =>
  (z: ZObject, bundle: Bundle): Promise<UserpilotOutput[]> => {
    const redact = redactorOf(bundle);
    return errorBoundary(z, redact, () => run(open(bundle, redact), (line) => z.console.log(line)));
  };

/**
 * Turns one webhook request into one event, or into none if it is not signed with the connection's secret, not a Userpilot event,
 * or of a type that was not chosen. The log says which, without any of the body.
 */
const perform = trigger(({ rawBody, headers, secret, chosenTypes }, log) => {
  const ignore = (reason: string): UserpilotOutput[] => {
    log(`The Userpilot request was ignored. ${reason}`);
    return [];
  };
  if (secret !== '') {
    const check = verifySignature({ rawBody, header: findSignatureHeader(headers), secret });
    if (!check.verified) return ignore(check.reason);
  }
  const reading = readPayload(rawBody);
  if (!reading.ok) return ignore(reading.reason);
  const { payload, content } = reading;
  if (!isChosen(payload.type, chosenTypes)) return ignore('Its type is not one of the chosen Event Types.');
  return [toOutput(payload, content, secret !== '')];
});

/** One sample for each chosen type, since Userpilot has no API to ask for past events. */
const performList = trigger(({ chosenTypes }) => sampleOutputs(chosenTypes));

const DIRECTIONS = [
  'Copy the webhook URL below. In [Userpilot](https://run.userpilot.io/), open Configure > Integrations > Webhooks and choose Create Webhook.',
  'Paste the URL, pick the events and up to 10 user or company properties, and switch each event on before you save. Then switch the webhook on in the Status column.',
  'Recommended: set a secret token there and enter the same one as Userpilot Secret in your connection here. Send Test in Userpilot sends an event to try it out.',
].join('\n\n');

/** The instant trigger. Static: Userpilot has no API to create webhooks, so the user pastes the URL. */
export const userpilotTrigger = {
  key: USERPILOT_EVENT.key,
  noun: USERPILOT_EVENT.noun,
  display: { ...USERPILOT_EVENT.zapier, directions: DIRECTIONS },
  operation: {
    type: 'hook',
    perform,
    performList,
    ...toOperation(USERPILOT_EVENT),
  },
} satisfies Trigger;
