import type { Bundle, Trigger, ZObject } from 'zapier-platform-core';
import { USERPILOT_EVENT } from '../actions/userpilot-event.ts';
import { readSetting } from '../events/settings.ts';
import { isTooDeep } from '../lib/json.ts';
import { isChosen } from '../userpilot/event-types.ts';
import { toOutput, type UserpilotOutput } from '../userpilot/output.ts';
import { readPayload } from '../userpilot/payload.ts';
import { sampleOutputs } from '../userpilot/samples.ts';
import { findSignatureHeader, verifySignature } from '../userpilot/signature.ts';
import { guarded } from './errors.ts';
import { toGroups, toInputFields, toOutputFields } from './form.ts';
import { clockOf } from './step.ts';

const chosenTypes = (bundle: Bundle): string[] => {
  const plain = { clock: clockOf(bundle), mode: 'text', textNames: new Set<string>() } as const;
  return (readSetting(bundle.inputData, 'event_types', plain) as string[] | undefined) ?? [];
};

/** The signature covers the bytes as received; without them (an older run replayed), the parsed body stands in. */
const rawBodyOf = (bundle: Bundle): string => {
  const content: unknown = bundle.rawRequest?.content;
  if (typeof content === 'string') return content;
  const parsed: unknown = bundle.cleanedRequest ?? null;
  // What is nested too deep to be written is no event of Userpilot.
  return isTooDeep(parsed) ? '' : JSON.stringify(parsed);
};

/**
 * Turns one webhook request into one event, or into none: not signed with the connection's secret, no Userpilot event,
 * or a type that was not chosen. The log says which; it never holds anything of the body.
 */
const perform = (z: ZObject, bundle: Bundle): Promise<UserpilotOutput[]> =>
  guarded(z, bundle, () => {
    const ignore = (reason: string): UserpilotOutput[] => {
      z.console.log(`The Userpilot request starts nothing. ${reason}`);
      return [];
    };
    const rawBody = rawBodyOf(bundle);
    const secret = bundle.authData.userpilot_secret?.trim() ?? '';
    if (secret !== '') {
      const check = verifySignature({
        rawBody,
        header: findSignatureHeader(bundle.rawRequest?.headers),
        secret,
      });
      if (!check.verified) return ignore(check.reason);
    }
    const reading = readPayload(rawBody);
    if (!reading.ok) return ignore(reading.reason);
    if (!isChosen(reading.payload.type, chosenTypes(bundle)))
      return ignore('Its event type is not among Event Types.');
    return [toOutput(reading.payload, rawBody, secret !== '')];
  });

/** One sample for each chosen type, since Userpilot has no API to ask for past events. */
const performList = (z: ZObject, bundle: Bundle): Promise<UserpilotOutput[]> =>
  guarded(z, bundle, () => sampleOutputs(chosenTypes(bundle)));

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
    inputFieldGroups: toGroups(USERPILOT_EVENT.fields),
    inputFields: toInputFields(USERPILOT_EVENT.fields),
    outputFields: toOutputFields(USERPILOT_EVENT.outputs),
    sample: { ...USERPILOT_EVENT.sample },
  },
} satisfies Trigger;
