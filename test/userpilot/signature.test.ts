import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findSignatureHeader, verifySignature } from '../../src/userpilot/signature.ts';
import { anyCharacter } from '../support/arbitraries.ts';
import { SEED_BODIES } from './seed-payloads.ts';

const SECRET = 'a userpilot secret';
const T = '1679578700';
const BODY = '{"type":"flows.completed","timestamp":1679578625,"data":{"user":{"name":"Zoë 漢字 🚀"}}}';

const digest = (body: string | Buffer, timestamp = T, secret = SECRET): Buffer =>
  createHmac('sha256', secret)
    .update(Buffer.concat([Buffer.from(body), Buffer.from(`.${timestamp}`)]))
    .digest();

const hex = digest(BODY).toString('hex');
const base64 = digest(BODY).toString('base64');
const wrong = digest(BODY, T, 'another secret').toString('hex');

const verify = (header: string | null, rawBody = BODY, secret = SECRET) =>
  verifySignature({ rawBody, header, secret });

const VERIFIED = { verified: true };
const refusedFor = (reason: string) => ({ verified: false, reason: expect.stringContaining(reason) });

describe('a genuine signature', () => {
  test('matches a value computed outside of this code', () => {
    // printf '{"a":1}.1679578700' | openssl dgst -sha256 -hmac key
    const known = 'ae6e281cd3dbfb9f400c52fd48dcaa66a867c340d96e28e4800c7fbc5c229b8b';
    expect(verify(`t=${T},v1=${known}`, '{"a":1}', 'key')).toEqual(VERIFIED);
  });

  test.each([
    ['hex', hex],
    ['hex in capitals', hex.toUpperCase()],
    ['base64', base64],
    ['base64 without padding', base64.replace('=', '')],
    ['base64url', digest(BODY).toString('base64url')],
  ])('is accepted in %s', (_encoding, signature) => {
    expect(verify(`t=${T},v1=${signature}`)).toEqual(VERIFIED);
  });

  test('is accepted in either base64 alphabet, whatever the digest', () => {
    // Among sixty-four digests, some hold the two digits that differ.
    const bodies = Array.from({ length: 64 }, (_, index) => `{"turn":${index}}`);
    const texts = bodies.map((body) => digest(body).toString('base64'));
    expect(texts.some((text) => text.includes('+'))).toBe(true);
    expect(texts.some((text) => text.includes('/'))).toBe(true);
    for (const body of bodies) {
      for (const encoding of ['base64', 'base64url', 'hex'] as const) {
        expect(verify(`t=${T},v1=${digest(body).toString(encoding)}`, body)).toEqual(VERIFIED);
      }
    }
  });

  test.each([
    [` t = ${T} , v1 = ${hex} `],
    [`v1=${hex},t=${T}`],
    [`t=${T},v0=${wrong},v1=${hex}`],
    [`t=${T},v1=${wrong},v1=${hex}`],
    [`t=${T},v1=${hex},v1=not-a-digest`],
    [`t=${T},v1=,v1=${hex},,`],
  ])('is found in %j', (header) => {
    expect(verify(header)).toEqual(VERIFIED);
  });

  test.each(SEED_BODIES)('is accepted over %j', (body) => {
    expect(verify(`t=${T},v1=${digest(body).toString('hex')}`, body)).toEqual(VERIFIED);
  });

  test('covers the bytes as received: order, spaces and escapes count', () => {
    const spaced = BODY.replace('{', '{ ');
    expect(verify(`t=${T},v1=${digest(spaced).toString('hex')}`, spaced)).toEqual(VERIFIED);
    expect(verify(`t=${T},v1=${hex}`, JSON.stringify(JSON.parse(spaced)))).toEqual(VERIFIED);
    expect(verify(`t=${T},v1=${hex}`, spaced)).toEqual(refusedFor('does not match'));
  });

  test('is accepted over a body of 1 MB', () => {
    const body = JSON.stringify({ type: 'flows.seen', data: { feedback: 'é'.repeat(512 * 1024) } });
    expect(Buffer.byteLength(body)).toBeGreaterThan(1024 * 1024);
    expect(verify(`t=${T},v1=${digest(body).toString('hex')}`, body)).toEqual(VERIFIED);
  });
});

describe('without t', () => {
  test.each([
    ['a number', '{"timestamp":1679578625}', '1679578625'],
    ['text', '{"timestamp":" 1679578625 "}', '1679578625'],
  ])("the body's own timestamp counts: %s", (_kind, body, timestamp) => {
    expect(verify(`v1=${digest(body, timestamp).toString('hex')}`, body)).toEqual(VERIFIED);
    expect(verify(`v1=${digest(body, T).toString('hex')}`, body)).toEqual(refusedFor('does not match'));
  });

  test.each([
    ['{}'],
    ['[]'],
    ['not JSON'],
    ['{"timestamp":null}'],
    ['{"timestamp":" "}'],
    ['{"timestamp":{}}'],
  ])('a body that has none is refused: %s', (body) => {
    expect(verify(`v1=${digest(body, '').toString('hex')}`, body)).toEqual(refusedFor('Neither'));
  });

  test("the body's timestamp never replaces one that is stated", () => {
    const signedWithBodys = digest(BODY, '1679578625').toString('hex');
    expect(verify(`t=${T},v1=${signedWithBodys}`)).toEqual(refusedFor('does not match'));
  });
});

test('a header of 4 KiB is read, whatever is beside the signature', () => {
  const header = `t=${T},v1=${hex}`;
  expect(verify(header.padEnd(4096, ','))).toEqual(VERIFIED);
  expect(verify(header.padEnd(4097, ','))).toEqual(refusedFor('longer than 4096'));
});

describe('what is refused', () => {
  test.each([
    ['no header', null, 'no X-Signature header'],
    ['an empty header', '', 'no X-Signature header'],
    ['a blank header', '  ', 'no X-Signature header'],
    ['another secret', `t=${T},v1=${wrong}`, 'does not match'],
    ['another timestamp', `t=1679578701,v1=${hex}`, 'does not match'],
    ['the bare form: hex alone', hex, 'no v1 signature'],
    ['the bare form: base64 alone', base64, 'no v1 signature'],
    ['the bare form with a timestamp', `t=${T},${hex}`, 'no v1 signature'],
    ['the bare form with a prefix', `sha256=${hex}`, 'no v1 signature'],
    ['an old version only', `t=${T},v0=${hex}`, 'no v1 signature'],
    ['a name in capitals', `T=${T},V1=${hex}`, 'no v1 signature'],
    ['a v1 without value', `t=${T},v1`, 'no v1 signature'],
    ['an empty v1', `t=${T},v1=`, 'no v1 signature'],
    ['half a digest', `t=${T},v1=${hex.slice(0, 32)}`, 'not a SHA-256 digest'],
    ['a digest and more', `t=${T},v1=${hex}00`, 'not a SHA-256 digest'],
    ['a digest in base64 and more', `t=${T},v1=${base64}AAAA`, 'not a SHA-256 digest'],
    ['a digest in base64 with something before it', `t=${T},v1=AAAA${base64}`, 'not a SHA-256 digest'],
    ['a digest in quotes', `t=${T},v1="${hex}"`, 'not a SHA-256 digest'],
    ['a SHA-1 digest', `t=${T},v1=${hex.slice(0, 40)}`, 'not a SHA-256 digest'],
    ['two timestamps', `t=${T},t=${T},v1=${hex}`, 'more than one timestamp'],
    ['a blank timestamp', `t=,v1=${hex}`, 'timestamp in the X-Signature header is blank'],
    ['a timestamp without value', `t,v1=${hex}`, 'timestamp in the X-Signature header is blank'],
    ['a header over 4 KiB', `t=${T},v1=${hex}${','.repeat(4096)}`, 'longer than 4096'],
    ['a header of 10 MB', 'v1='.repeat(3_500_000), 'longer than 4096'],
    ['prototype names', `__proto__=${hex},constructor=${T}`, 'no v1 signature'],
  ])('%s', (_case, header, reason) => {
    expect(verify(header)).toEqual(refusedFor(reason));
  });

  test.each([
    ['a changed letter', BODY.replace('completed', 'dismissed')],
    ['a space more', `${BODY} `],
    ['a letter of the same look', BODY.replace('ë', 'e\u0308')],
    ['nothing at all', ''],
  ])('a tampered body: %s', (_case, body) => {
    expect(verify(`t=${T},v1=${hex}`, body)).toEqual(refusedFor('does not match'));
  });

  test("Stripe's order, timestamp first", () => {
    const stripes = createHmac('sha256', SECRET).update(`${T}.${BODY}`).digest('hex');
    expect(verify(`t=${T},v1=${stripes}`)).toEqual(refusedFor('does not match'));
  });

  test('everything, while the secret is blank', () => {
    const signedWithNothing = digest(BODY, T, '').toString('hex');
    expect(verify(`t=${T},v1=${signedWithNothing}`, BODY, '')).toEqual(refusedFor('no Userpilot secret'));
    expect(verify(`t=${T},v1=${digest(BODY, T, ' ').toString('hex')}`, BODY, ' ')).toEqual(
      refusedFor('no Userpilot secret'),
    );
  });

  test('base64 whose spare bits were changed', () => {
    const last = base64.charAt(42);
    const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    const twin = `${base64.slice(0, 42)}${digits.charAt(digits.indexOf(last) + 1)}=`;
    expect(Buffer.from(twin, 'base64')).toEqual(digest(BODY));
    expect(verify(`t=${T},v1=${twin}`)).toEqual(refusedFor('not a SHA-256 digest'));
  });
});

describe('forgery', () => {
  const noise = fc.oneof(
    fc.string(),
    fc.string({ unit: anyCharacter }),
    fc.stringMatching(/^[0-9a-f]{64}$/),
    fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('base64')),
  );

  test('no header made without the secret is accepted, and none throws', () => {
    const header = fc.oneof(
      noise,
      fc.tuple(noise, noise).map(([t, v1]) => `t=${t},v1=${v1}`),
      fc
        .array(fc.tuple(fc.constantFrom('t', 'v0', 'v1', ' v1', ''), noise))
        .map((parts) => parts.map((part) => part.join('=')).join(',')),
    );
    fc.assert(
      fc.property(header, fc.oneof(fc.constant(BODY), fc.string(), fc.json()), (forged, rawBody) => {
        const check = verify(forged, rawBody);
        expect(check.verified).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  test('no other secret, body, timestamp or digest passes for the signed ones', () => {
    const flip = fc.record({ place: fc.nat(31), bit: fc.nat(7) });
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string({ minLength: 1 }),
        flip,
        (text, secret, { place, bit }) => {
          fc.pre(secret.trim() !== '');
          const body = JSON.stringify({ text });
          const genuine = digest(body, T, secret);
          const sign = (bytes: Buffer, t = T) => `t=${t},v1=${bytes.toString('hex')}`;
          expect(verify(sign(genuine), body, secret)).toEqual(VERIFIED);

          const flipped = Buffer.from(
            genuine.map((byte, index) => (index === place ? byte ^ (1 << bit) : byte)),
          );
          expect(verify(sign(flipped), body, secret).verified).toBe(false);
          expect(verify(sign(genuine), `${body}\n`, secret).verified).toBe(false);
          expect(verify(sign(genuine, `${T}0`), body, secret).verified).toBe(false);
          expect(verify(sign(genuine), body, `x${secret}`).verified).toBe(false);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('no reason holds the secret, the header or the body', () => {
    fc.assert(
      fc.property(noise, (signature) => {
        const check = verify(`t=MARK${signature},v1=MARK`, 'MARK', 'MARK');
        expect(JSON.stringify(check)).not.toContain('MARK');
      }),
      { numRuns: 1000 },
    );
  });
});

describe('finding the header', () => {
  test.each([
    ['X-Signature'],
    ['x-signature'],
    ['X-SIGNATURE'],
    ['Http-X-Signature'],
    ['http-x-signature'],
    ['HTTP-X-SIGNATURE'],
    ['HTTP_X_SIGNATURE'],
  ])('%s is the signature', (name) => {
    expect(findSignatureHeader({ 'Http-Host': 'hooks.zapier.com', [name]: 'v1=abc' })).toBe('v1=abc');
  });

  test.each([
    ['Signature'],
    ['X-Signature-Old'],
    ['Http-Http-X-Signature'],
    ['X-Hub-Signature'],
    ['__proto__'],
  ])('%s is not', (name) => {
    expect(findSignatureHeader(Object.fromEntries([[name, 'v1=abc']]))).toBeNull();
  });

  test('a header that was sent twice is one list', () => {
    expect(findSignatureHeader({ 'x-signature': ['t=1', 'v1=abc'] })).toBe('t=1,v1=abc');
    expect(findSignatureHeader({ 'x-signature': ['t=1,v1=abc'] })).toBe('t=1,v1=abc');
  });

  test.each([[undefined], [null], [5], [{}], [[]], [''], [' '], [['v1=abc', 5]], [[['v1=abc']]]])(
    'a value that is no text (%j) is no header',
    (value) => {
      expect(findSignatureHeader({ 'x-signature': value })).toBeNull();
    },
  );

  test.each([[undefined], [null], ['X-Signature: v1=abc'], [['X-Signature', 'v1=abc']], [5]])(
    'what is no collection of headers (%j) has none',
    (headers) => {
      expect(findSignatureHeader(headers)).toBeNull();
    },
  );

  test('a blank header does not hide a filled one', () => {
    expect(findSignatureHeader({ 'X-Signature': '', 'Http-X-Signature': 'v1=abc' })).toBe('v1=abc');
  });

  test('any headers at all are searched without throwing', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), (headers) => {
        expect(findSignatureHeader({ ...headers, 'Http-X-Signature': 'v1=abc' })).toBe('v1=abc');
      }),
      { numRuns: 1000 },
    );
  });
});
