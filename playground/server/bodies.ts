import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import * as z from 'zod';
import { isObject, type JsonObject } from '../../src/lib/json.ts';
import {
  type ConnectRequest,
  type FormRequest,
  type HookRequest,
  type MakeRequest,
  type Operation,
  type RunRequest,
  type SandboxRequest,
  WEATHER,
  type Weather,
} from '../api.ts';
import type { CompiledApp } from './compiled.ts';
import type { Environment } from './parts.ts';

/** What is wrong with a request, as an answer for the visitor. */
export const refusal = (status: 400 | 404, message: string): HTTPException =>
  new HTTPException(status, { message });

const authData = z.record(z.string(), z.string());

// Not z.record: a body has been parsed from JSON, and a key called __proto__ has to come through as one.
const object = z.custom<JsonObject>(isObject, 'expected an object');

const weather = z.enum(Object.keys(WEATHER) as Weather[]);

const step = z.object({
  operation: z.string(),
  authData,
  inputData: object,
  sample: object.exactOptional(),
  timezone: z.string().exactOptional(),
});

/** The bodies that the server takes, by route. */
export const BODIES = {
  connect: z.object({ authData }) satisfies z.ZodType<ConnectRequest>,
  form: z.object({ operation: z.string(), authData, inputData: object }) satisfies z.ZodType<FormRequest>,
  run: step satisfies z.ZodType<RunRequest>,
  hook: z.object({
    authData,
    inputData: object,
    type: z.string(),
    signature: z.enum(['none', 'valid', 'forged', 'tampered']),
  }) satisfies z.ZodType<HookRequest>,
  sandbox: z.union([
    z.strictObject({ weather }),
    z.strictObject({ clear: z.literal(true) }),
  ]) satisfies z.ZodType<SandboxRequest>,
  make: step satisfies z.ZodType<MakeRequest>,
};

/** Reads a request's body. Throws a {@link refusal} when it is not what the route takes. */
export const readBody = async <Body>(c: Context<Environment>, schema: z.ZodType<Body>): Promise<Body> => {
  const body: unknown = await c.req.json().catch(() => {
    throw refusal(400, 'The body is not JSON.');
  });
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  throw refusal(400, `The playground does not understand this request.\n${z.prettifyError(read.error)}`);
};

/** An operation by its key. Throws a {@link refusal} when the app has none of this key and kind. */
export const operationNamed = (
  { operations }: CompiledApp,
  key: string,
  kinds: readonly Operation['kind'][] = ['create', 'trigger'],
): Operation => {
  const operation = operations.find((one) => one.key === key && kinds.includes(one.kind));
  if (operation) return operation;
  throw refusal(400, `The app has no ${kinds.includes('trigger') ? 'step' : 'action'} called "${key}".`);
};
