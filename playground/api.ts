import type { Json, JsonObject } from '../src/lib/json.ts';

/**
 * What the page and its server say to each other: the paths, and the shape of every body. The server imports it to
 * answer, the page to ask. An answer with a status of 400 or more is a sentence in plain text for the visitor.
 */

/** A field of a compiled Zapier form, as the app's definition or its form function gives it. */
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

/** A value that a step hands on, as Zapier lists it. */
export interface OutputField {
  readonly key: string;
  readonly label: string;
  readonly type?: string;
  readonly list?: boolean;
  readonly children?: readonly OutputField[];
}

/** An action or trigger, from the compiled definition alone. */
export interface Operation {
  readonly kind: 'create' | 'trigger';
  readonly key: string;
  readonly label: string;
  readonly description: string;
  /** Where the webhook's address goes; triggers only. Markdown. */
  readonly directions?: string;
  readonly groups: readonly FormGroup[];
  readonly fields: readonly FormField[];
  readonly outputs: readonly OutputField[];
}

/** `GET /api/app`: the compiled app. */
export interface AppDescription {
  readonly version: string;
  readonly connection: readonly FormField[];
  /** What connects to the local Usermaven: filled in for the visitor on request. */
  readonly sandboxConnection: Readonly<Record<string, string>>;
  readonly operations: readonly Operation[];
  readonly recipes: readonly RecipeSummary[];
  /** Event types of the Userpilot samples, with labels. */
  readonly userpilotSamples: readonly { readonly value: string; readonly label: string }[];
  /** The webhook's address as it would be pasted into Userpilot. */
  readonly webhookUrl: string;
}

/** A guide's Zap, to start from. */
export interface RecipeSummary {
  readonly name: string;
  readonly title: string;
  readonly story: string;
  readonly operation: string;
  readonly app: string;
  readonly event: string;
  /** What the trigger hands over; the mapping's `{{references}}` lead into it. */
  readonly sample: JsonObject;
  readonly mapping: JsonObject;
}

/** An error as the user of Zapier would read it. `name` is the class that Zapier acts on. */
export interface ShownError {
  readonly name: string;
  readonly message: string;
  /** What Zapier does about it, in words. */
  readonly fate: string;
}

/** `POST /api/connect`. */
export interface ConnectRequest {
  readonly authData: Readonly<Record<string, string>>;
}
export type ConnectAnswer =
  | { readonly ok: true; readonly label: string }
  | { readonly ok: false; readonly error: ShownError };

/** `POST /api/form`: the form for these values, dynamic columns included. Answers `FormField[]`. */
export interface FormRequest {
  readonly operation: string;
  readonly authData: Readonly<Record<string, string>>;
  readonly inputData: JsonObject;
}

/** `POST /api/run`: runs an action. With a sample, the values are a mapping whose references are resolved first. */
export interface RunRequest {
  readonly operation: string;
  readonly authData: Readonly<Record<string, string>>;
  readonly inputData: JsonObject;
  readonly sample?: JsonObject;
  readonly timezone?: string;
}

/** A request that the step made, secrets masked. */
export interface MadeRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed where it is JSON; the first events only when it is a large batch, see `events`. */
  readonly body: Json;
  readonly bytes: number;
  readonly events: number;
  /** Null: no answer. */
  readonly status: number | null;
  readonly answer: string;
  readonly milliseconds: number;
}

export interface RunAnswer {
  readonly inputData: JsonObject;
  readonly requests: readonly MadeRequest[];
  readonly result:
    | { readonly ok: true; readonly output: JsonObject }
    | { readonly ok: false; readonly error: ShownError };
  readonly milliseconds: number;
  /** What the app logged, secrets masked. */
  readonly logs: readonly string[];
}

/** `POST /api/hook`: sends one Userpilot sample to the trigger. */
export interface HookRequest {
  readonly authData: Readonly<Record<string, string>>;
  readonly inputData: JsonObject;
  readonly type: string;
  readonly signature: 'none' | 'valid' | 'forged' | 'tampered';
}
export interface HookAnswer {
  /** The webhook's address as it would be pasted into Userpilot. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly result:
    | { readonly ok: true; readonly outputs: readonly JsonObject[] }
    | { readonly ok: false; readonly error: ShownError };
  readonly logs: readonly string[];
}

/** How the local Usermaven behaves. */
export const WEATHER = {
  fine: 'Works',
  unauthorized: 'Refuses the credentials (401)',
  too_many: 'Asks to slow down (429)',
  broken: 'Has an error (500)',
  slow: 'Answers after 3 seconds',
  down: 'Does not answer',
} as const;
export type Weather = keyof typeof WEATHER;

/** `POST /api/sandbox`: sets the weather, or forgets everything. Answers {@link SandboxState}. */
export type SandboxRequest = { readonly weather: Weather } | { readonly clear: true };

/** An event of the stream. */
export interface StreamEvent {
  readonly id: string;
  readonly type: string;
  /** ISO 8601. */
  readonly time: string;
  readonly receivedAt: string;
  /** Whose timeline it is on now: a handle for `GET /api/timeline?person=`. */
  readonly person: string;
  readonly personName: string;
  readonly raw: JsonObject;
}

export interface RejectedRequest {
  readonly receivedAt: string;
  readonly status: number | null;
  readonly reason: string;
  readonly events: number;
}

export interface PersonSummary {
  readonly handle: string;
  readonly name: string;
  readonly kind: 'anonymous' | 'lead' | 'known';
  readonly events: number;
}

/** `GET /api/sandbox`, and every message of the stream `GET /api/live` (server-sent events). Newest first, at most 200. */
export interface SandboxState {
  readonly weather: Weather;
  readonly stored: number;
  readonly duplicates: number;
  readonly events: readonly StreamEvent[];
  readonly rejected: readonly RejectedRequest[];
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
 * `POST /api/make`: the same input as the Make app would send it. With a sample, the values are a mapping: on Make, what
 * is mapped keeps its type. Null where there is nothing to compare.
 */
export interface MakeRequest {
  readonly operation: string;
  readonly authData: Readonly<Record<string, string>>;
  readonly inputData: JsonObject;
  readonly sample?: JsonObject;
  readonly timezone?: string;
}
export interface MakeAnswer {
  readonly module: string;
  /** Of a batch the first events, see {@link MadeRequest}. */
  readonly body: Json;
  /** Paths (dotted) at which the two bodies differ, and the documented difference that explains each. */
  readonly differences: readonly {
    readonly path: string;
    readonly zapier: Json;
    readonly make: Json;
    readonly because: string;
  }[];
}

/** Where the page asks. */
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
} as const;
