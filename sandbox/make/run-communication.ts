import { fillUnder } from './evaluate.ts';
import type { Parameter } from './folder.ts';
import { fillForm, type MappedForm } from './form.ts';
import type { Reading } from './readings.ts';
import {
  type Collection,
  isArray,
  isCollection,
  isNothing,
  jsonOf,
  memberOf,
  textOf,
  UnknownToMake,
  type Value,
} from './values.ts';

/** How a request ended: with an output, with an error of one of Make's types, or not sent because of the form. */
export type Ending =
  | {
      readonly kind: 'done';
      readonly output: Value;
      /** What a connection is shown by, and what it keeps of its test. */
      readonly metadata: Value;
      readonly data: Value;
      readonly log: Collection;
    }
  | { readonly kind: 'failed'; readonly type: string; readonly message: string; readonly log: Collection }
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

/** A communication to run, with its form and what Make knows beside it. */
export interface Run {
  readonly communication: Collection;
  /** The app's base; none for a connection, to which it does not apply. */
  readonly base?: Collection;
  readonly form: readonly Parameter[];
  readonly mapped: MappedForm;
  /** The app's common data. */
  readonly common?: Collection;
  /** The stored values of the connection; none while it is being made. */
  readonly connection?: Collection;
  /** The output of an action has to be a collection; that of a universal module or a connection may be anything. */
  readonly isAction?: boolean;
}

/** Where and how requests go. */
export interface Surroundings {
  /** Requests to the host `of` go to `is` instead, such as `http://127.0.0.1:1234`. */
  readonly host: { readonly of: string; readonly is: string };
  readonly reading?: Reading;
}

const DIRECTIVES: ReadonlySet<string> = new Set([
  'baseUrl',
  'url',
  'method',
  'headers',
  'qs',
  'body',
  'type',
  'temp',
  'followRedirects',
  'followAllRedirects',
  'response',
  'log',
]);
const OF_RESPONSE: ReadonlySet<string> = new Set(['output', 'error', 'valid', 'metadata', 'data']);

/**
 * Runs one request as Make does, over real HTTP.
 *
 * Documented: the base merges into a module; headers and query given as objects merge, given as text they replace;
 * `temp` is worked out before the request and is read as `temp`; a body of type `json` (default) is JSON, of `text` as
 * it is; query values are encoded; statuses from 400 on are errors, by `error` and its members for single statuses, of
 * type RuntimeError unless another one is given; `valid` decides about the others; `output`, `metadata` and `data` are filled with
 * `body`, `headers` and `statusCode`; `log.sanitize` hides what stands at dotted paths of `request` and `response`; `common` is the
 * app's common data.
 *
 * Known of Make's runtime: redirects of a GET are followed unless `followRedirects` is false, those of every other method unless
 * `followAllRedirects` is; without a type of its own a 429 is a RateLimitError, a 5xx a ConnectionError; an address without a scheme
 * is joined to that of the base, and repeated slashes in a path become one.
 *
 * Our reading: what merges is any object within the base, while arrays and texts replace; the members of `temp` do not
 * see each other; the body of a response is parsed when its content type is JSON and is text otherwise; an empty body is
 * undefined; a GET has no body; that a whole body may be an array nobody documents, so it is refused; the log has the query beside the address, not in it. Any other directive is an error.
 */
export const run = async (
  { communication, base, common = {}, form, mapped, connection, isAction }: Run,
  { host, reading }: Surroundings,
): Promise<Ending> => {
  const filled = fillForm(form, mapped);
  if (!filled.ok) return { kind: 'refused', problems: filled.problems };
  const fill = fillUnder(reading);
  const merged = merge(base ?? {}, communication);
  refuseUnknown(merged, DIRECTIVES);
  const response = collectionAt(merged, 'response');
  refuseUnknown(response, OF_RESPONSE);

  const known = { parameters: filled.parameters, common, ...(connection ? { connection } : {}) };
  const variables = { ...known, temp: fill(collectionAt(merged, 'temp'), { ...known, temp: {} }) };
  const request = requestOf(merged, (template) => fill(template, variables));
  const received = await send(request, host);

  const log = sanitized({ request: loggedOf(request), response: received }, collectionAt(merged, 'log'));
  const withResponse = { ...variables, ...received };
  const problem = problemWith(received.statusCode, response, (template) => fill(template, withResponse));
  if (problem) return { kind: 'failed', ...problem, log };
  const output = fill(response.output, withResponse);
  if (isAction && !isCollection(output)) {
    return { kind: 'failed', type: 'DataError', message: `Not a collection: ${jsonOf(output)}`, log };
  }
  return {
    kind: 'done',
    output,
    metadata: fill(response.metadata, withResponse),
    data: fill(response.data, withResponse),
    log,
  };
};

const collectionAt = (of: Collection, key: string): Collection => {
  const value = memberOf(of, key);
  if (value === undefined) return {};
  if (!isCollection(value)) throw new UnknownToMake(`${key} has to be an object: ${jsonOf(value)}`);
  return value;
};

const refuseUnknown = (of: Collection, known: ReadonlySet<string>): void => {
  const unknown = Object.keys(of).filter((key) => !known.has(key));
  if (unknown.length > 0) throw new UnknownToMake(`The directives ${unknown}`);
};

/** Objects merge at any depth; everything else of the second replaces. */
const merge = (one: Collection, other: Collection): Collection => {
  const entries = Object.entries(other).map(([key, value]): [string, Value] => {
    const there = memberOf(one, key);
    return [key, isCollection(there) && isCollection(value) ? merge(there, value) : value];
  });
  return { ...one, ...Object.fromEntries(entries) };
};

interface MakeRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly qs: Collection;
  readonly body: Value;
  readonly type: 'json' | 'text';
  readonly followsRedirects: boolean;
}

const requestOf = (communication: Collection, fill: (template: Value) => Value): MakeRequest => {
  const text = (value: Value): string => {
    const filled = fill(value);
    if (typeof filled !== 'string') throw new UnknownToMake(`Expected a text: ${jsonOf(value)}`);
    return filled;
  };
  const flat = (value: Value): Collection => {
    const filled = fill(value ?? {});
    if (!isCollection(filled)) throw new UnknownToMake(`Expected an object: ${jsonOf(value)}`);
    return filled;
  };
  const url = text(communication.url);
  const method = text(communication.method);
  const type = text(communication.type ?? 'json');
  if (type !== 'json' && type !== 'text') throw new UnknownToMake(`The type ${type}`);
  const headers = Object.entries(flat(communication.headers)).map(([name, value]) => [name, textOf(value)]);
  return {
    url: /^https?:\/\//.test(url) ? url : joined(text(communication.baseUrl), url),
    method,
    headers: Object.fromEntries(headers),
    qs: flat(communication.qs),
    body: fill(communication.body),
    type,
    followsRedirects:
      fill(method === 'GET' ? communication.followRedirects : communication.followAllRedirects) !== false,
  };
};

/** A path below the address of the base. */
const joined = (base: string, path: string): string => {
  const [, plain = '', query = ''] = /^([^?#]*)(.*)$/s.exec(path) ?? [];
  return `${base}${`/${plain}`.replace(/\/{2,}/g, '/')}${query}`;
};

interface MakeResponse {
  readonly statusCode: number;
  readonly headers: Collection;
  readonly body: Value;
}

const send = async (request: MakeRequest, host: Surroundings['host']): Promise<MakeResponse & Collection> => {
  if (!request.url.startsWith(`${host.of}/`)) throw new UnknownToMake(`Another host: ${request.url}`);
  const query = queryOf(request.qs);
  const body = request.method === 'GET' ? undefined : bodyOf(request);
  const mark = request.url.includes('?') ? '&' : '?';
  const response = await fetch(
    `${host.is}${request.url.slice(host.of.length)}${query && `${mark}${query}`}`,
    {
      method: request.method,
      headers: {
        ...(request.type === 'json' && body !== undefined ? { 'content-type': 'application/json' } : {}),
        ...request.headers,
      },
      redirect: request.followsRedirects ? 'follow' : 'manual',
      ...(body === undefined ? {} : { body }),
    },
  );
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body: parseBody(await response.text(), response.headers.get('content-type') ?? ''),
  };
};

const queryOf = (qs: Collection): string =>
  Object.entries(qs)
    .flatMap(([name, value]) =>
      (isArray(value) ? value : [value]).map((one) => {
        if (isNothing(one)) throw new UnknownToMake(`Nothing in the query: ${name}`);
        return `${encodeURIComponent(name)}=${encodeURIComponent(textOf(one))}`;
      }),
    )
    .join('&');

const bodyOf = ({ body, type }: MakeRequest): string | undefined => {
  if (type === 'json' && isArray(body)) throw new UnknownToMake('An array as a whole body');
  if (body === undefined || type === 'json') return jsonOf(body);
  if (typeof body !== 'string')
    throw new UnknownToMake(`A body of type text that is not text: ${jsonOf(body)}`);
  return body;
};

const parseBody = (text: string, type: string): Value => {
  if (text === '') return undefined;
  if (!type.includes('json')) return text;
  try {
    return JSON.parse(text) as Value;
  } catch {
    return text;
  }
};

const loggedOf = ({ url, method, headers, qs, body }: MakeRequest): Collection => ({
  url,
  method,
  headers,
  qs,
  body,
});

/** What the log shows in place of a hidden value. */
const HIDDEN = '(hidden)';

const sanitized = (log: Collection, { sanitize }: Collection): Collection => {
  // "If you don't use sanitization at all, the request and response logs will not be available."
  if (!isArray(sanitize)) return {};
  return sanitize.reduce<Collection>((hidden, path) => hide(hidden, String(path).split('.')), log);
};

const hide = (value: Collection, [key = '', ...rest]: readonly string[]): Collection => {
  if (!Object.hasOwn(value, key)) return value;
  const member = value[key];
  const hidden = rest.length === 0 ? HIDDEN : isCollection(member) ? hide(member, rest) : member;
  return { ...value, [key]: hidden };
};

interface Problem {
  readonly type: string;
  readonly message: string;
}

/** The type of an error that names none. */
const typeOfStatus = (status: number): string => {
  if (status === 429) return 'RateLimitError';
  return status >= 500 ? 'ConnectionError' : 'RuntimeError';
};

const problemWith = (
  status: number,
  response: Collection,
  fill: (template: Value) => Value,
): Problem | undefined => {
  const toProblem = (directive: Collection): Problem => ({
    type: String(fill(directive.type) ?? typeOfStatus(status)),
    message: String(fill(directive.message)),
  });
  if (status >= 400) {
    const error = collectionAt(response, 'error');
    const own = memberOf(error, String(status));
    return toProblem(isCollection(own) ? own : error);
  }
  const valid = collectionAt(response, 'valid');
  const isValid = valid.condition === undefined || fill(valid.condition);
  if (typeof isValid !== 'boolean')
    throw new UnknownToMake(`valid is neither true nor false: ${jsonOf(isValid)}`);
  return isValid ? undefined : toProblem(valid);
};
