import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import * as z from 'zod';
import { isObject, type JsonObject } from '../../src/lib/json.ts';
import {
  BEHAVIORS,
  type Behavior,
  type ConnectRequest,
  type FormRequest,
  type HookRequest,
  type MakeRequest,
  type Operation,
  type RunRequest,
  type SandboxRequest,
} from '../api.ts';
import type { CompiledApp } from './compiled.ts';
import type { Environment } from './parts.ts';

/** An error response: the status, and a sentence for the visitor. */
export const httpError = (status: 400 | 404, message: string): HTTPException =>
  new HTTPException(status, { message });

const operation = z.string();

const authData = z.record(z.string(), z.string());

// Not z.record, which would lose a key called __proto__; the body was parsed from JSON, so this is a JSON object.
const object = z.custom<JsonObject>(isObject, 'expected an object');

const behavior = z.enum(Object.keys(BEHAVIORS) as Behavior[]);

const run = z.object({
  operation,
  authData,
  inputData: object,
  sample: object.exactOptional(),
  timezone: z.string().exactOptional(),
});

/** The request bodies, by route. */
export const BODIES = {
  connect: z.object({ authData }) satisfies z.ZodType<ConnectRequest>,
  form: z.object({ operation, authData, inputData: object }) satisfies z.ZodType<FormRequest>,
  run: run satisfies z.ZodType<RunRequest>,
  hook: z.object({
    operation,
    authData,
    inputData: object,
    type: z.string(),
    signature: z.enum(['none', 'valid', 'forged', 'tampered']),
  }) satisfies z.ZodType<HookRequest>,
  sandbox: z.union([
    z.strictObject({ behavior }),
    z.strictObject({ clear: z.literal(true) }),
  ]) satisfies z.ZodType<SandboxRequest>,
  make: run satisfies z.ZodType<MakeRequest>,
};

/** Reads the body of a request. Throws an {@link httpError} if it does not match the schema. */
export const readBody = async <Body>(c: Context<Environment>, schema: z.ZodType<Body>): Promise<Body> => {
  const body: unknown = await c.req.json().catch(() => {
    throw httpError(400, 'The body is not JSON.');
  });
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  throw httpError(400, `The playground does not understand this request.\n${z.prettifyError(read.error)}`);
};

/** An operation by its key. Throws an {@link httpError} if the app has none with this key and kind. */
export const findOperation = (
  { operations }: CompiledApp,
  key: string,
  kinds: readonly Operation['kind'][] = ['create', 'trigger'],
): Operation => {
  const found = operations.find((one) => one.key === key && kinds.includes(one.kind));
  if (found) return found;
  const [kind, ...otherKinds] = kinds;
  const noun = otherKinds.length > 0 ? 'step' : kind === 'create' ? 'action' : 'trigger';
  throw httpError(400, `The app has no ${noun} called "${key}".`);
};
