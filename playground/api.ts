import type { Json, JsonObject } from '../src/lib/json.ts';

/**
 * The contract between the page and its server: the paths, and the shape of every body. Both import it. A response with
 * a status of 400 or more is plain text: a sentence for the visitor.
 */

/** A field of a Zapier form, as the compiled app defines it or its form function returns it. */
export interface FormField {
  readonly key: string;
  readonly label?: string;
  readonly helpText?: string;
  readonly type?: string;
  readonly required?: boolean;
  readonly list?: boolean;
  readonly dict?: boolean;
  readonly placeholder?: string;
  readonly default?: string;
  readonly group?: string;
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  readonly children?: readonly FormField[];
  readonly altersDynamicFields?: boolean;
}

/** A section of a form. */
export interface FormGroup {
  readonly key: string;
  readonly label: string;
}

/** A value that a step returns to later steps, as Zapier lists it. */
export interface OutputField {
  readonly key: string;
  readonly label: string;
  readonly type?: string;
  readonly list?: boolean;
  readonly children?: readonly OutputField[];
}

/** An action or trigger, from the compiled definition. */
export interface Operation {
  readonly kind: 'create' | 'trigger';
  readonly key: string;
  readonly label: string;
  readonly description: string;
  /** Where to paste the webhook URL, as Markdown; triggers only. */
  readonly directions?: string;
  readonly groups: readonly FormGroup[];
  readonly fields: readonly FormField[];
  readonly outputs: readonly OutputField[];
}

/** `GET /api/app`: the compiled app. */
export interface AppDescription {
  readonly version: string;
  readonly connection: readonly FormField[];
  /** The connection values for the local Usermaven. */
  readonly sandboxConnection: Readonly<Record<string, string>>;
  /** The result of testing them when the playground started. */
  readonly connected: ConnectResponse;
  readonly operations: readonly Operation[];
  readonly recipes: readonly RecipeSummary[];
  /** The recipe of the example, by its name. */
  readonly exampleRecipe: string;
  /** The example, which ran when the playground started; null once the local Usermaven was cleared. */
  readonly example: Example | null;
  /** Event types of the Userpilot samples, with their labels. */
  readonly userpilotSamples: readonly { readonly value: string; readonly label: string }[];
  /** The webhook URL that a user would paste into Userpilot. */
  readonly webhookUrl: string;
  /** What stands in a downloaded scenario where Make's name of the app belongs. */
  readonly makeAppPlaceholder: string;
}

/** A recipe that has already run: what the page shows first. */
export interface Example {
  /** The form that it was run with. */
  readonly fields: readonly FormField[];
  readonly response: RunResponse;
  /** What Make would send instead; null if there is nothing to compare. */
  readonly make: MakeResponse | null;
}

/** A recipe: a ready-made Zap to start from. */
export interface RecipeSummary {
  readonly name: string;
  readonly title: string;
  readonly story: string;
  readonly operation: string;
  readonly app: string;
  readonly event: string;
  /** What the trigger step returns; the mapping's `{{references}}` point into it. */
  readonly sample: JsonObject;
  readonly mapping: JsonObject;
}

/** An error as the Zapier user reads it. `name` is the error class, which decides what Zapier does. */
export interface ShownError {
  readonly name: string;
  readonly message: string;
  /** What Zapier does, as a sentence. */
  readonly consequence: string;
}

/** `POST /api/connect`. */
export interface ConnectRequest {
  readonly authData: Readonly<Record<string, string>>;
}
export type ConnectResponse =
  | { readonly ok: true; readonly label: string }
  | { readonly ok: false; readonly error: ShownError };

/** `POST /api/form`: the form for these values, dynamic columns included. Returns `FormField[]`. */
export interface FormRequest {
  readonly operation: string;
  readonly authData: Readonly<Record<string, string>>;
  readonly inputData: JsonObject;
}

/** `POST /api/run`: runs an action. With a sample, `inputData` is a mapping whose references are resolved first. */
export interface RunRequest {
  readonly operation: string;
  readonly authData: Readonly<Record<string, string>>;
  readonly inputData: JsonObject;
  readonly sample?: JsonObject;
  readonly timezone?: string;
}

/** A request that the step sent, secrets masked. */
export interface MadeRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed if it is JSON. A large batch is cut to its first events; `events` counts all of them. */
  readonly body: Json;
  readonly bytes: number;
  readonly events: number;
  /** Null: there was no response. */
  readonly status: number | null;
  readonly response: string;
  readonly milliseconds: number;
}

/** What a run did. */
export interface RunResponse {
  readonly inputData: JsonObject;
  readonly requests: readonly MadeRequest[];
  readonly result:
    | { readonly ok: true; readonly output: JsonObject }
    | { readonly ok: false; readonly error: ShownError };
  readonly milliseconds: number;
  /** What the app logged, secrets masked. */
  readonly logs: readonly string[];
  readonly arrived: Arrived;
}

/** What reached the local Usermaven during a run. Times are those of the events, in UTC. */
export interface Arrived {
  readonly stored: number;
  /** Accepted, and then thrown away. */
  readonly dropped: number;
  /** How many of these were stored before. */
  readonly duplicates: number;
  /** The event that was stored last. */
  readonly latest: StreamEvent | null;
  /** Stored events by time, without gaps. `from`: the start of a bar, ISO 8601. */
  readonly times: {
    readonly unit: 'day' | 'month' | 'year';
    readonly bars: readonly { readonly from: string; readonly events: number }[];
  };
  /** Stored events by hour of the day, from 0 to 23. */
  readonly hours: readonly number[];
  /** Stored events by event name, most frequent first; at most 12 names. */
  readonly names: readonly { readonly name: string; readonly events: number }[];
  /** How many more names there are. */
  readonly otherNames: number;
}

/** `POST /api/hook`: delivers one Userpilot sample to a trigger. */
export interface HookRequest {
  readonly operation: string;
  readonly authData: Readonly<Record<string, string>>;
  readonly inputData: JsonObject;
  readonly type: string;
  readonly signature: 'none' | 'valid' | 'forged' | 'tampered';
}
/** The delivery as it was sent, and what the trigger made of it. */
export interface HookResponse {
  /** The webhook URL that a user would paste into Userpilot. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly result:
    | { readonly ok: true; readonly outputs: readonly JsonObject[] }
    | { readonly ok: false; readonly error: ShownError };
  readonly logs: readonly string[];
}

/** How the local Usermaven can behave, with the labels on the page. */
export const BEHAVIORS = {
  normal: 'Works',
  unauthorized: 'Rejects the credentials (401)',
  rate_limited: 'Rate limits requests (429)',
  server_error: 'Has a server error (500)',
  slow: 'Responds after 3 seconds',
  unreachable: 'Does not respond',
} as const;
export type Behavior = keyof typeof BEHAVIORS;

/** `POST /api/sandbox`: sets the behavior, or deletes everything. Returns {@link SandboxState}. */
export type SandboxRequest = { readonly behavior: Behavior } | { readonly clear: true };

/** A stored event. */
export interface StreamEvent {
  readonly id: string;
  readonly type: string;
  /** ISO 8601. */
  readonly time: string;
  readonly receivedAt: string;
  /** The person it belongs to now: a handle for `GET /api/timeline?person=`. */
  readonly person: string;
  readonly personName: string;
  readonly raw: JsonObject;
}

/** A request that Usermaven did not accept. */
export interface RejectedRequest {
  readonly receivedAt: string;
  /** Null: there was no response. */
  readonly status: number | null;
  readonly reason: string;
  readonly events: number;
}

/** An event that Usermaven accepted and then threw away. */
export interface DroppedEvent {
  readonly receivedAt: string;
  readonly type: string;
  readonly reason: string;
  readonly raw: JsonObject;
}

/** A person in the list of people. */
export interface PersonSummary {
  readonly handle: string;
  readonly name: string;
  readonly kind: 'anonymous' | 'lead' | 'known';
  readonly events: number;
}

/** `GET /api/sandbox`, and every message of `GET /api/live` (server-sent events). Lists: newest first, at most 200. */
export interface SandboxState {
  readonly behavior: Behavior;
  readonly stored: number;
  readonly duplicates: number;
  readonly events: readonly StreamEvent[];
  readonly rejected: readonly RejectedRequest[];
  readonly dropped: readonly DroppedEvent[];
  readonly people: readonly PersonSummary[];
}

/** `GET /api/timeline?person=HANDLE`. */
export interface Timeline {
  readonly handle: string;
  readonly name: string;
  readonly kind: PersonSummary['kind'];
  readonly email: string | null;
  readonly id: string | null;
  readonly anonymousIds: readonly string[];
  readonly attributes: JsonObject;
  readonly companies: readonly string[];
  readonly events: readonly (StreamEvent & { readonly arrivedAs: PersonSummary['kind'] })[];
}

/**
 * `POST /api/make`: what the Make app would send for the same input. With a sample, `inputData` is a mapping: on Make,
 * mapped values keep their type. Returns {@link MakeResponse}, or null if there is nothing to compare.
 */
export type MakeRequest = RunRequest;

/** The body that the Make app would send, and how it differs from that of the Zapier app. */
export interface MakeResponse {
  /** The label of the Make module. */
  readonly module: string;
  /** Of a batch only the first events, see {@link MadeRequest}. */
  readonly body: Json;
  /** The dotted paths at which the bodies differ, each with the documented difference that explains it. */
  readonly differences: readonly {
    readonly path: string;
    readonly zapier: Json;
    readonly make: Json;
    readonly reason: string;
  }[];
}

/** `GET /api/blueprint?recipe=NAME`: a recipe as a file that can be imported into Make. */
export const blueprintUrl = (recipe: string): string =>
  `${PATHS.blueprint}?recipe=${encodeURIComponent(recipe)}`;

/** The paths of the API. */
export const PATHS = {
  app: '/api/app',
  connect: '/api/connect',
  form: '/api/form',
  run: '/api/run',
  hook: '/api/hook',
  sandbox: '/api/sandbox',
  live: '/api/live',
  timeline: '/api/timeline',
  make: '/api/make',
  blueprint: '/api/blueprint',
} as const;
