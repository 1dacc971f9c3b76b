import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isObject, type Json, type JsonObject } from '../../src/lib/json.ts';

/** A component as the server keeps it: metadata, and the text of each section. */
export interface StoredComponent {
  readonly metadata: JsonObject;
  readonly sections: Map<string, string>;
}

/** An app as the server keeps it. */
export interface StoredApp extends StoredComponent {
  readonly connections: Map<string, StoredComponent>;
  readonly webhooks: Map<string, StoredComponent>;
  readonly modules: Map<string, StoredComponent>;
  icon?: Buffer;
}

/** A request as it arrived. */
export interface MakeServerRequest {
  readonly method: string;
  /** From the root of the API: `/sdk/apps`. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What goes wrong with a request. */
export interface Fault {
  /** A part of `METHOD /path` of the requests that it may happen to; without it, to any that writes. */
  readonly at?: string;
  readonly method?: string;
  /** How many of those get through before. */
  readonly after?: number;
  /** What is answered instead; without it the socket is cut. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** True when the request is carried out all the same, and only the answer is lost. */
  readonly carriedOut?: boolean;
}

/** A running server. */
export interface MakeServer {
  readonly url: string;
  readonly key: string;
  readonly apps: ReadonlyMap<string, StoredApp>;
  readonly requests: readonly MakeServerRequest[];
  /** Everything but GET, as `METHOD /path`. */
  readonly writes: () => string[];
  /** Makes the next requests that match go wrong, `times` of them. */
  readonly fail: (fault: Fault, times?: number) => void;
  /** Makes an app as somebody would by hand. Returns its name. */
  readonly addApp: (label: string) => string;
  readonly forgetRequests: () => void;
  readonly stop: () => Promise<void>;
}

/** Sections of each kind, with the content type that a write must have. */
const JSONC = 'application/jsonc';
const SECTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  app: { base: JSONC, common: 'application/json', groups: 'application/json', readme: 'text/markdown' },
  connections: { api: JSONC, parameters: JSONC, scope: JSONC, scopes: JSONC, common: 'application/json' },
  webhooks: { api: JSONC, parameters: JSONC, attach: JSONC, detach: JSONC, scope: JSONC, update: JSONC },
  modules: { api: JSONC, parameters: JSONC, expect: JSONC, interface: JSONC, samples: JSONC, scope: JSONC },
};

const SINGULAR: Readonly<Record<string, string>> = {
  connections: 'appConnection',
  webhooks: 'appWebhook',
  modules: 'appModule',
};

/** What Make puts into a new app and a new connection: a template of its own, never ours. */
const TEMPLATES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  app: {
    base: '{\n    // Default base\n    "baseUrl": "https://www.example.com",\n    "headers": {"authorization": "Bearer {{connection.apiKey}}"}\n}',
    common: '{}',
    groups: '[]',
    readme: '# Your app',
  },
  connections: { api: '{"url": "https://www.example.com/whoami"}', parameters: '[{"name": "apiKey"}]' },
  webhooks: { api: '{"output": "{{body}}"}', parameters: '[]' },
  modules: { api: '{}', parameters: '[]', expect: '[]', interface: '[]', samples: '{}' },
};

/** A refusal in the form of Make's. */
class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const component = (kind: string, metadata: JsonObject): StoredComponent => ({
  metadata,
  sections: new Map(Object.entries(TEMPLATES[kind] ?? {})),
});

const textIn = (body: JsonObject, key: string): string => {
  const value = body[key];
  if (typeof value !== 'string' || value === '') {
    throw new Refusal(400, `Missing value of required parameter '${key}'.`);
  }
  return value;
};

const objectIn = (text: string): JsonObject => {
  const body: unknown = JSON.parse(text);
  if (!isObject(body)) throw new Refusal(400, 'Not an object.');
  return body as JsonObject;
};

/** JSON with comments, as Make takes it for code. */
const withoutComments = (text: string): string => text.replace(/^\s*\/\/.*$/gm, '');

/**
 * Starts a stand-in for Make's API of custom apps on this machine, which behaves as the code that talks to the real one
 * and public projects' experience say: names of apps, connections and webhooks are made by the server; a new component
 * has a template's sections; a module needs `moduleInitMode`, a universal one `subtype`; its type never changes; it is
 * hidden until it is made public; a section takes one content type only and is handed back as it was written; the answer
 * to a new webhook does not say its name; a client without a name of its own is refused with 403 (code 1010).
 */
export const startMakeServer = async (key = '5e1f0b7a-93cd-4c44-8d0e-7f3b2a1c9d6e'): Promise<MakeServer> => {
  const apps = new Map<string, StoredApp>();
  const requests: MakeServerRequest[] = [];
  const faults: { fault: Fault; left: number; passed: number }[] = [];
  const made = { count: 0 };

  const nextName = (stem: string): string => {
    made.count += 1;
    return `${stem}-${(made.count * 7919).toString(36)}`;
  };

  const createApp = (body: JsonObject): StoredApp => {
    const name = nextName(typeof body.name === 'string' ? body.name : 'app');
    const metadata = { ...body, name, version: 1, public: false, approved: false };
    const app: StoredApp = {
      ...component('app', metadata),
      connections: new Map(),
      webhooks: new Map(),
      modules: new Map(),
    };
    apps.set(name, app);
    return app;
  };

  const appOf = (name = ''): StoredApp => {
    const app = apps.get(name);
    if (!app) throw new Refusal(404, 'App not found.');
    return app;
  };

  const createComponent = (app: StoredApp, kind: keyof typeof SINGULAR, body: JsonObject): Json => {
    textIn(body, 'label');
    if (kind !== 'modules') {
      textIn(body, 'type');
      const name = nextName(String(app.metadata.name));
      const metadata = { connection: null, altConnection: null, ...body, name };
      app[kind as 'connections' | 'webhooks'].set(name, component(kind, metadata));
      return kind === 'webhooks' ? { label: body.label ?? '', type: body.type ?? '' } : metadata;
    }
    const name = textIn(body, 'name');
    if (!/^[a-zA-Z][a-zA-Z\d]{2,47}$/.test(name)) {
      throw new Refusal(400, "Value doesn't match pattern in parameter 'name'.");
    }
    if (app.modules.has(name)) throw new Refusal(400, `Module ${name} already exists.`);
    textIn(body, 'moduleInitMode');
    if (body.typeId === 12) textIn(body, 'subtype');
    if (body.typeId === 10) textIn(body, 'webhook');
    const { moduleInitMode: _mode, subtype: _subtype, ...kept } = body;
    const metadata = {
      connection: null,
      altConnection: null,
      webhook: null,
      crud: null,
      ...kept,
      public: false,
      approved: false,
    };
    app.modules.set(name, component('modules', metadata));
    return metadata;
  };

  const patch = (stored: StoredComponent, body: JsonObject): Json => {
    if ('typeId' in body && body.typeId !== stored.metadata.typeId) {
      throw new Refusal(400, 'The type of a module cannot be changed.');
    }
    Object.assign(stored.metadata, body);
    if (typeof body.theme === 'string') stored.metadata.theme = body.theme.toLowerCase();
    return stored.metadata;
  };

  const section = (
    stored: StoredComponent,
    kind: string,
    name: string,
    request: MakeServerRequest,
  ): string => {
    const type = SECTIONS[kind]?.[name];
    if (type === undefined) throw new Refusal(404, 'Not found.');
    if (request.method === 'GET') return stored.sections.get(name) ?? '';
    if (request.method !== 'PUT') throw new Refusal(405, 'Method not allowed.');
    if (request.headers['content-type'] !== type) throw new Refusal(400, 'Invalid content-type.');
    if (type !== 'text/markdown') JSON.parse(withoutComments(request.body));
    stored.sections.set(name, request.body);
    return '{"changed":true}';
  };

  /** Parts of the path behind `/sdk/apps`. */
  const answer = (request: MakeServerRequest, parts: readonly string[], raw: Buffer): string => {
    const { method } = request;
    // Some of Make's lists say how they are cut into pages.
    const wrap = (name: string, value: Json): string =>
      JSON.stringify({
        [name]: value,
        ...(Array.isArray(value) ? { pg: { limit: 10_000, offset: 0 } } : {}),
      });
    const body = (): JsonObject => {
      if (request.headers['content-type'] !== 'application/json')
        throw new Refusal(400, 'Invalid content-type.');
      return objectIn(request.body);
    };
    const [first = '', second = '', third = '', fourth = '', fifth = ''] = parts;
    if (first === '') {
      if (method === 'GET')
        return wrap(
          'apps',
          [...apps.values()].map(({ metadata }) => metadata),
        );
      return wrap('app', createApp(body()).metadata);
    }
    if (first === 'connections' || first === 'webhooks') {
      const stored = [...apps.values()].flatMap((app) => app[first].get(second) ?? [])[0];
      if (!stored) throw new Refusal(404, 'Not found.');
      if (third !== '') return section(stored, first, third, request);
      return wrap(SINGULAR[first] ?? '', method === 'GET' ? stored.metadata : patch(stored, body()));
    }
    const app = appOf(first);
    if (second === 'connections' || second === 'webhooks') {
      if (method === 'POST') return wrap(SINGULAR[second] ?? '', createComponent(app, second, body()));
      const listed = [...app[second].values()].map(({ metadata: { name, label, type } }) => ({
        name,
        label,
        type,
      }));
      return wrap(`${SINGULAR[second]}s`, listed as Json);
    }
    if (second !== '1') throw new Refusal(404, 'App not found.');
    if (third === '') return wrap('app', method === 'GET' ? app.metadata : patch(app, body()));
    if (third === 'icon') {
      if (request.headers['content-type'] !== 'image/png') throw new Refusal(400, 'Invalid content-type.');
      app.icon = raw;
      return '{"changed":true}';
    }
    if (third !== 'modules') return section(app, 'app', third, request);
    if (fourth === '') {
      if (method === 'POST') return wrap('appModule', createComponent(app, 'modules', body()));
      return wrap(
        'appModules',
        [...app.modules.values()].map(({ metadata }) => metadata),
      );
    }
    const stored = app.modules.get(fourth);
    if (!stored) throw new Refusal(404, 'Module not found.');
    if (fifth === 'public' && method === 'POST') {
      stored.metadata.public = true;
      return '{"changed":true}';
    }
    if (fifth !== '') return section(stored, 'modules', fifth, request);
    return wrap('appModule', method === 'GET' ? stored.metadata : patch(stored, body()));
  };

  const handle = (request: MakeServerRequest, raw: Buffer): { status: number; text: string } => {
    if (!/^[\w-]+\/\d/.test(request.headers['user-agent'] ?? ''))
      return { status: 403, text: 'error code: 1010' };
    const refuse = (status: number, message: string) => ({
      status,
      text: JSON.stringify({ detail: message, message: 'Access denied.', code: 'SC' }),
    });
    if (request.headers.authorization !== `Token ${key}`) {
      // It says what it was given, so that whoever prints it has to clean it.
      return refuse(401, `The token ${request.headers.authorization} is not valid.`);
    }
    try {
      const parts = request.path.split('/').slice(3).map(decodeURIComponent);
      return { status: 200, text: answer(request, parts, raw) };
    } catch (error) {
      if (error instanceof Refusal) return refuse(error.status, error.message);
      if (error instanceof SyntaxError) return refuse(400, 'Not valid JSONC.');
      throw error;
    }
  };

  const takeFault = ({ method, path }: MakeServerRequest): Fault | undefined => {
    const meets = (fault: Fault) =>
      (fault.at === undefined ? method !== 'GET' : `${method} ${path}`.includes(fault.at)) &&
      (fault.method ?? method) === method;
    for (const entry of faults.filter(({ fault, left }) => left > 0 && meets(fault))) {
      entry.passed += 1;
      if (entry.passed <= (entry.fault.after ?? 0)) continue;
      entry.left -= 1;
      return entry.fault;
    }
    return undefined;
  };

  const listen = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(Buffer.from(part));
    const raw = Buffer.concat(parts);
    const request: MakeServerRequest = {
      method: incoming.method ?? '',
      path: (incoming.url ?? '').replace(/^\/api\/v2/, ''),
      headers: incoming.headers,
      body: raw.toString('utf8'),
    };
    requests.push(request);
    const fault = takeFault(request);
    const { status, text } = fault && !fault.carriedOut ? { status: 0, text: '' } : handle(request, raw);
    if (fault && fault.status === undefined) {
      incoming.socket.destroy();
      return;
    }
    outgoing
      .writeHead(fault?.status ?? status, { 'Content-Type': 'application/json', ...fault?.headers })
      .end(fault ? (fault.body ?? '') : text);
  };

  const server = createServer((incoming, outgoing) => void listen(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    key,
    apps,
    requests,
    writes: () =>
      requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`),
    fail: (fault, times = 1) => void faults.push({ fault, left: times, passed: 0 }),
    addApp: (label) => String(createApp({ name: 'other', label }).metadata.name),
    forgetRequests: () => {
      requests.length = 0;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
