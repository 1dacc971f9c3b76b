import {
  type Collection,
  isArray,
  isCollection,
  isNothing,
  jsonOf,
  textOf,
  UnknownToMake,
  type Value,
} from './values.ts';

/** A request with everything filled in. */
export interface MakeRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly qs: Collection;
  readonly body: Value;
  readonly type: 'json' | 'text';
  readonly followsRedirects: boolean;
}

/** The request of a communication. Throws {@link UnknownToMake} on parts of a wrong kind. */
export const requestOf = (communication: Collection, fill: (template: Value) => Value): MakeRequest => {
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

/** What comes back, as expressions read it. */
export interface MakeResponse {
  readonly statusCode: number;
  readonly headers: Collection;
  readonly body: Value;
}

/** Sends a request. One to the host `of` goes to `is` instead; one to any other is an error. */
export const send = async (
  request: MakeRequest,
  host: { readonly of: string; readonly is: string },
): Promise<MakeResponse & Collection> => {
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

/** A request as the log has it. */
export const loggedOf = ({ url, method, headers, qs, body }: MakeRequest): Collection => ({
  url,
  method,
  headers,
  qs,
  body,
});
