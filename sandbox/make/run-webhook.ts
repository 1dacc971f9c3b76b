import { fillUnder } from './evaluate.ts';
import type { Parameter } from './folder.ts';
import { fillForm, type MappedForm } from './form.ts';
import type { Reading } from './readings.ts';
import { type Collection, isCollection, jsonOf, memberOf, UnknownToMake, type Value } from './values.ts';

/** A request to a webhook's address. */
export interface Delivery {
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body: string;
}

/** A webhook of the app, as a user filled in its form. */
export interface Listening {
  readonly communication: Collection;
  readonly form: readonly Parameter[];
  readonly mapped: MappedForm;
  /** The instant trigger's own communication. */
  readonly trigger: Collection;
}

const DIRECTIVES: ReadonlySet<string> = new Set(['verification', 'condition', 'output']);

/**
 * Receives one request as Make does: returns the output of the trigger, or undefined when nothing starts.
 *
 * Documented: `verification` is for the requests by which a sender checks an address; one that meets its condition gets
 * a response and makes no bundle. Then, when `condition` is false, Make responds with its default 200 and makes no bundle.
 * `output` is what the trigger sees as `payload`. There is no raw body.
 *
 * Our reading: header names are in lower case; a condition has to be true or false; the webhook's own form is read as
 * `parameters`. Any other directive is an error.
 */
export const deliver = (
  { communication, form, mapped, trigger }: Listening,
  { headers = {}, body }: Delivery,
  reading?: Reading,
): Value => {
  const unknown = Object.keys(communication).filter((key) => !DIRECTIVES.has(key));
  if (unknown.length > 0) throw new UnknownToMake(`The directives ${unknown}`);
  const filled = fillForm(form, mapped);
  if (!filled.ok) throw new UnknownToMake(`A form that is not filled in: ${filled.problems}`);
  const fill = fillUnder(reading);
  const variables = {
    parameters: filled.parameters,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: JSON.parse(body) as Value,
  };
  const holds = (condition: Value): boolean => {
    const value = fill(condition, variables);
    if (typeof value !== 'boolean') throw new UnknownToMake(`Neither true nor false: ${jsonOf(value)}`);
    return value;
  };
  const { verification, condition } = communication;
  if (isCollection(verification) && holds(verification.condition)) return undefined;
  if (condition !== undefined && !holds(condition)) return undefined;
  const payload = fill(communication.output, variables);
  return fill(memberOf(trigger.response, 'output'), { payload });
};
