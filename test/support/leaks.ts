import { isObject } from '../../src/lib/json.ts';

/** A secret that was found where it must not be. */
export interface Leak {
  readonly secret: string;
  /** How it was written. */
  readonly form: string;
  /** The text around it. */
  readonly around: string;
}

const escaped = (text: string): string => JSON.stringify(text).slice(1, -1);

const encodings: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  encodeURIComponent,
  encodeURI,
  (secret) => encodeURIComponent(secret).replaceAll('%20', '+'),
  (secret) => encodeURIComponent(secret).replaceAll(/%../g, (code) => code.toLowerCase()),
  (secret) => new URLSearchParams({ secret }).toString().slice('secret='.length),
  (secret) => new URL(`http://localhost/?${secret}`).search.slice(1),
  (secret) => encodeURIComponent(encodeURIComponent(secret)),
  (secret) => Buffer.from(secret).toString('base64'),
  (secret) => Buffer.from(secret).toString('base64url'),
  (secret) => Buffer.from(secret).toString('hex'),
  (secret) => Buffer.from(secret).toString('hex').toUpperCase(),
];

/** A secret in every way in which one may be written, in JSON and in JSON within JSON too. */
const formsOf = (secret: string): string[] => {
  const forms = [secret, secret.trim()].flatMap((text) => encodings.map((encode) => encode(text)));
  return [...new Set(forms.flatMap((form) => [form, escaped(form), escaped(escaped(form))]))];
};

/** Every text in a value: keys, members, what errors hide (message, stack, cause), symbols, and into maps and lists. */
const textsIn = (value: unknown, seen = new Set<unknown>()): string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function' || typeof value === 'symbol') return [String(value)];
  if (!isObject(value) && !Array.isArray(value)) return [];
  if (seen.has(value)) return [];
  seen.add(value);
  const own = Reflect.ownKeys(value).flatMap((key) => [
    String(key),
    ...textsIn(Reflect.get(value, key), seen),
  ]);
  return value instanceof Error ? [...own, value.name, value.message, ...textsIn(value.stack, seen)] : own;
};

/** Every place in `where` in which one of the secrets stands, in any form. None of them may. */
export const leaksIn = (where: unknown, secrets: readonly string[]): Leak[] => {
  const texts = textsIn(where);
  return secrets.flatMap((secret) =>
    formsOf(secret).flatMap((form) =>
      texts.flatMap((text) => {
        const at = text.indexOf(form);
        return at < 0
          ? []
          : [{ secret, form, around: text.slice(Math.max(0, at - 60), at + form.length + 60) }];
      }),
    ),
  );
};
