import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { isObject, type JsonObject } from '../../src/lib/json.ts';

/** What logs in to the stand-in. */
export const LOGIN = { email: 'maintainer@example.com', password: 'a long passphrase', code: '123456' };

/** The id that the stand-in gives to the app. */
export const APP_ID = 4711;

/** A request that changed something. */
export interface ZapierWrite {
  /** `POST /apps/4711/migrations`. */
  readonly request: string;
  readonly body: JsonObject;
}

/** A local stand-in for the part of Zapier's API that the CLI uses. */
export interface ZapierApi {
  /** For ZAPIER_BASE_ENDPOINT. */
  readonly url: string;
  /** What a login gives. */
  readonly deployKey: string;
  readonly writes: readonly ZapierWrite[];
  /** Requests that the stand-in does not know, as `METHOD /path`. */
  readonly unknown: readonly string[];
  /** The zip of each version that was uploaded. */
  readonly zips: ReadonlyMap<string, Buffer>;
  /** Whether its checks find an error from now on. */
  readonly setBroken: (broken: boolean) => void;
  readonly stop: () => Promise<void>;
}

const PREFIX = '/api/platform/cli';

const CHOICES = {
  intention: [
    { value: 'private', name: 'Private' },
    { value: 'global', name: 'Public' },
  ],
  role: [{ value: 'employee', name: 'I work for [app_title]' }],
  app_category: [{ value: 'analytics', name: 'Analytics' }],
};

/** A group of Zapier's checks: what one found, if anything. */
const checks = (label: string, found: boolean) => ({
  display_label: label,
  total_failures: found ? 1 : 0,
  results: found
    ? [
        {
          type: 'write',
          violations: [{ type: 'track_event', results: [{ message: 'Something is wrong', tag: 'D000' }] }],
        },
      ]
    : [],
});

/**
 * Starts the stand-in: it knows one account, and answers as the CLI 19.1.0 reads it. It refuses a wrong deploy key, and keeps
 * what it is told to.
 */
export const startZapierApi = async (): Promise<ZapierApi> => {
  const deployKey = 'd'.repeat(32);
  const writes: ZapierWrite[] = [];
  const unknown: string[] = [];
  const zips = new Map<string, Buffer>();
  let app: JsonObject | undefined;
  let broken = false;

  const bodyOf = async (context: Context): Promise<JsonObject> => {
    const text = await context.req.text();
    const body: unknown = text === '' ? {} : JSON.parse(text);
    return isObject(body) ? (body as JsonObject) : {};
  };
  const versions = (): string[] => ['1.0.0', ...zips.keys()];
  const appState = () => ({
    ...app,
    id: APP_ID,
    key: `App${APP_ID}`,
    all_versions: versions(),
    public: false,
  });

  const server = new Hono();
  server.get('/api/v4/idp-discovery/', (context) => context.json({ results: [], errors: [] }));

  const cli = new Hono();
  cli.use(async (context, next) => {
    const path = context.req.path.slice(PREFIX.length);
    const isOpen = path === '/keys' || path === '/apps/fields-choices';
    if (!isOpen && context.req.header('X-Deploy-Key') !== deployKey)
      return context.json({ errors: ['no such deploy key'] }, 401);
    if (context.req.method !== 'GET' && path !== '/keys')
      writes.push({ request: `${context.req.method} ${path}`, body: await bodyOf(context) });
    return next();
  });
  cli.post('/keys', async (context) => {
    const { username, password, totp_code: code } = await bodyOf(context);
    if (username !== LOGIN.email || password !== LOGIN.password)
      return context.json({ errors: ['wrong password'] }, 401);
    if (code === undefined) return context.json({ errors: ['missing totp_code'] }, 400);
    return code === LOGIN.code
      ? context.json({ key: deployKey })
      : context.json({ errors: ['bad code'] }, 401);
  });
  cli.get('/check', (context) => context.json({}));
  cli.post('/check', (context) =>
    context.json({
      passes: [{}],
      errors: checks('Errors', broken),
      warnings: checks('Publishing Tasks', false),
      suggestions: checks('Warnings', true),
    }),
  );
  cli.get('/apps/fields-choices', (context) => context.json(CHOICES));
  cli.get('/apps', (context) => context.json({ objects: app ? [appState()] : [] }));
  cli.post('/apps', async (context) => {
    app = await bodyOf(context);
    return context.json(appState());
  });

  const own = new Hono();
  own.use(async (context, next) => (app ? next() : context.json({ errors: ['no such app'] }, 404)));
  own.get('/', (context) => context.json(appState()));
  own.put('/versions/:version', async (context) => {
    const { zip_file: zip } = await bodyOf(context);
    zips.set(context.req.param('version'), Buffer.from(String(zip), 'base64'));
    return context.json({});
  });
  own.get('/versions/:version', (context) => context.json({ user_count: 3 }));
  own.put('/versions/:version/deprecate', (context) => context.json({}));
  own.get('/versions/:version/environment', (context) => context.json({ objects: [] }));
  own.post('/versions/:version/multi-environment', (context) => context.json({}));
  own.get('/invitees', (context) =>
    context.json({
      objects: [{ email: 'jane@example.com', status: 'accepted' }],
      invite_url: 'https://zapier.com/developer/public-invite/4711/abc/',
      versions_invite_urls: Object.fromEntries(
        versions().map((version) => [
          version,
          `https://zapier.com/developer/public-invite/4711/abc/${version}/`,
        ]),
      ),
    }),
  );
  own.post('/invitees/:email', (context) => context.json({}));
  own.post('/collaborators', (context) => context.json({}));
  own.post('/pre-migration-require-confirmation-checks', (context) => context.json({}));
  own.get('/migrations', (context) => context.json({ objects: [] }));
  own.post('/migrations', (context) => context.json({}));
  own.get('/logs', (context) => context.json({ objects: [] }));
  cli.route(`/apps/${APP_ID}`, own);
  server.route(PREFIX, cli);
  server.notFound((context) => {
    unknown.push(`${context.req.method} ${context.req.path}`);
    return context.json({ errors: ['no such address'] }, 404);
  });

  const listening = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const started = serve({ fetch: server.fetch, hostname: '127.0.0.1', port: 0 }, () => resolve(started));
  });
  const { port } = listening.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    deployKey,
    writes,
    unknown,
    zips,
    setBroken: (now) => {
      broken = now;
    },
    stop: () => new Promise((resolve) => listening.close(() => resolve())),
  };
};
