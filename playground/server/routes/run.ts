import { Hono } from 'hono';
import { resolveMapping } from '../../../sandbox/zapier/mapping.ts';
import { kindsIn } from '../../../sandbox/zapier/run-recipe.ts';
import type { JsonObject } from '../../../src/lib/json.ts';
import { type Operation, PATHS, type RunAnswer, type RunRequest } from '../../api.ts';
import { BODIES, operationNamed, readBody, refusal } from '../bodies.ts';
import { pathOf, readForm } from '../compiled.ts';
import { fromProcess, isJsonObject } from '../json.ts';
import { type Mask, maskOf } from '../mask.ts';
import type { Environment, Parts } from '../parts.ts';
import { loggedLines, madeRequest, type Recording, record } from '../recording.ts';
import { stepErrorShown } from '../shown-error.ts';

const DEFAULT_TIMEZONE = 'UTC';

/** `POST /api/run`: runs an action as Zapier would, and tells everything that it did. */
export const runRoute = (parts: Parts) =>
  new Hono<Environment>().post(PATHS.run, async (c) => {
    const request = await readBody(c, BODIES.run);
    const operation = operationNamed(parts.app, request.operation, ['create']);
    const inputData = await resolvedInput(parts, operation, request);
    const { authData, timezone = DEFAULT_TIMEZONE } = request;
    const recording = await parts.oneAtATime(() =>
      record(parts, () =>
        parts.connector.invoke(`${pathOf(operation)}.perform`, { authData, inputData, meta: { timezone } }),
      ),
    );
    return c.json(runAnswer(inputData, recording, maskOf(authData)));
  });

/** What the step receives: the values as they are, or the mapping filled from the sample. */
const resolvedInput = async (
  { connector }: Parts,
  operation: Operation,
  { authData, inputData, sample }: RunRequest,
): Promise<JsonObject> => {
  if (!sample) return inputData;
  const form = await readForm(connector, operation, { authData, inputData });
  try {
    return resolveMapping(inputData, sample, kindsIn(form));
  } catch (error) {
    throw refusal(400, error instanceof Error ? error.message : String(error));
  }
};

const runAnswer = (
  inputData: JsonObject,
  { outcome, requests, logs, milliseconds }: Recording<unknown>,
  mask: Mask,
): RunAnswer => ({
  inputData: mask.object(inputData),
  requests: requests.map((request) => madeRequest(request, mask)),
  result: outcome.ok
    ? { ok: true, output: mask.object(outputOf(outcome.value)) }
    : { ok: false, error: stepErrorShown(outcome.error, mask) },
  milliseconds,
  logs: loggedLines(logs, mask),
});

const outputOf = (value: unknown): JsonObject => {
  const output = fromProcess(value);
  return isJsonObject(output) ? output : {};
};
