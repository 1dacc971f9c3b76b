import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { verifySignature } from '../../src/userpilot/signature.ts';
import { RUNS } from './runs.ts';

/** A forgery takes microseconds, so the ordinary suite tries as many as `npm run fuzz`. */
const FORGERIES = { numRuns: Math.max(10_000, RUNS.numRuns) };

const sign = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(text).digest('hex');

const secret = fc.string({ minLength: 1, maxLength: 40 }).filter((text) => text.trim() !== '');
const timestamp = fc.integer({ min: 1_000_000_000, max: 2_000_000_000 }).map(String);
const body = fc.oneof(
  fc.string(),
  fc
    .record({ type: fc.string(), timestamp: fc.integer(), data: fc.object() })
    .map((event) => JSON.stringify(event)),
);

/** What somebody may try who knows a genuine delivery, but not the secret. */
interface Known {
  readonly body: string;
  readonly secret: string;
  readonly timestamp: string;
  /** Something that is neither. */
  readonly other: string;
  readonly at: number;
}

const known: fc.Arbitrary<Known> = fc.record({
  body,
  secret,
  timestamp,
  other: fc.string({ minLength: 1 }),
  at: fc.nat(1_000),
});

const flipped = (hex: string, at: number): string => {
  const place = at % hex.length;
  const digit = (Number.parseInt(hex.charAt(place), 16) ^ (1 + (at % 15))).toString(16);
  return `${hex.slice(0, place)}${digit}${hex.slice(place + 1)}`;
};

const genuine = ({ body: signed, secret: with_, timestamp: at }: Known): string =>
  sign(with_, `${signed}.${at}`);

/** Each makes of a genuine delivery one that is not: its body and its header. */
const FORGERIES_OF: Readonly<Record<string, (of: Known) => { body: string; header: string }>> = {
  'signed with another secret': (of) => ({
    body: of.body,
    header: `t=${of.timestamp},v1=${sign(`${of.secret}${of.other}`, `${of.body}.${of.timestamp}`)}`,
  }),
  'signed with the start of the secret': (of) => ({
    body: of.body,
    header: `t=${of.timestamp},v1=${sign(of.secret.slice(0, -1), `${of.body}.${of.timestamp}`)}`,
  }),
  'a body that was changed': (of) => ({
    body: `${of.body}${of.other}`,
    header: `t=${of.timestamp},v1=${genuine(of)}`,
  }),
  'a body with space around it': (of) => ({
    body: ` ${of.body}`,
    header: `t=${of.timestamp},v1=${genuine(of)}`,
  }),
  'another time': (of) => ({
    body: of.body,
    header: `t=${Number(of.timestamp) + 1 + of.at},v1=${genuine(of)}`,
  }),
  'the time moved into the body': (of) => ({
    body: `${of.body}.${of.timestamp.slice(0, 5)}`,
    header: `t=${of.timestamp.slice(5)},v1=${genuine(of)}`,
  }),
  'one digit changed': (of) => ({
    body: of.body,
    header: `t=${of.timestamp},v1=${flipped(genuine(of), of.at)}`,
  }),
  'cut short': (of) => ({
    body: of.body,
    header: `t=${of.timestamp},v1=${genuine(of).slice(0, of.at % 64)}`,
  }),
  'made longer': (of) => ({
    body: of.body,
    header: `t=${of.timestamp},v1=${genuine(of)}${of.at.toString(16)}`,
  }),
  'under another name': (of) => ({ body: of.body, header: `t=${of.timestamp},v0=${genuine(of)}` }),
  'with no name': (of) => ({ body: of.body, header: genuine(of) }),
  'with two times': (of) => ({
    body: of.body,
    header: `t=${of.timestamp},t=${of.timestamp},v1=${genuine(of)}`,
  }),
  'a hash that needs no secret': (of) => ({
    body: of.body,
    header: `t=${of.timestamp},v1=${createHash('sha256').update(`${of.body}.${of.timestamp}`).digest('hex')}`,
  }),
  'a shorter hash': (of) => ({
    body: of.body,
    header: `t=${of.timestamp},v1=${createHmac('sha1', of.secret).update(`${of.body}.${of.timestamp}`).digest('hex')}`,
  }),
  'the order of Stripe': (of) => ({
    body: of.body,
    header: `t=${of.timestamp},v1=${sign(of.secret, `${of.timestamp}.${of.body}`)}`,
  }),
  'of the body alone': (of) => ({
    body: of.body,
    header: `t=${of.timestamp},v1=${sign(of.secret, of.body)}`,
  }),
  'nothing but zeros': (of) => ({ body: of.body, header: `t=${of.timestamp},v1=${'0'.repeat(64)}` }),
  anything: (of) => ({ body: of.body, header: of.other }),
  'many wrong ones': (of) => ({
    body: of.body,
    header: `t=${of.timestamp},${Array.from({ length: 20 }, (_, at) => `v1=${flipped(genuine(of), of.at + at)}`).join(',')}`,
  }),
};

describe('a forged signature', () => {
  test(`none of ${FORGERIES.numRuns.toLocaleString('en-US')} of every kind is accepted`, () => {
    let tried = 0;
    const kinds = fc.constantFrom(...Object.values(FORGERIES_OF));
    const check = (of: Known, forge: (typeof FORGERIES_OF)[string]) => {
      const forged = forge(of);
      tried += 1;
      expect(
        verifySignature({ rawBody: forged.body, header: forged.header, secret: of.secret }).verified,
      ).toBe(false);
    };
    fc.assert(fc.property(known, kinds, check), FORGERIES);
    expect(tried).toBe(FORGERIES.numRuns);
  });

  test.each(Object.entries(FORGERIES_OF))('%s is refused', (_kind, forge) => {
    const of = {
      body: '{"type":"flows.seen"}',
      secret: 'a secret',
      timestamp: '1679578625',
      other: 'x',
      at: 7,
    };
    const { body: rawBody, header } = forge(of);
    expect(verifySignature({ rawBody, header, secret: of.secret }).verified).toBe(false);
  });

  test('while the genuine one is accepted, whatever the delivery', () => {
    const check = (of: Known) => {
      const header = `t=${of.timestamp},v1=${genuine(of)}`;
      expect(verifySignature({ rawBody: of.body, header, secret: of.secret })).toEqual({ verified: true });
    };
    fc.assert(fc.property(known, check), RUNS);
  });
});
