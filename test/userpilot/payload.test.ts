import { describe, expect, test } from '@jest/globals';
import { readPayload } from '../../src/userpilot/payload.ts';
import { SEED_BODIES } from './seed-payloads.ts';

const EMPTY_DATA = {
  action: null,
  id: null,
  hostname: null,
  pathname: null,
  score: null,
  survey_question: null,
  follow_up_question: null,
  feedback: null,
  user: null,
  company: null,
};

const read = (body: unknown) => readPayload(JSON.stringify(body));

/** What is read of an event whose `data` holds just this. */
const readData = (data: Record<string, unknown>) => {
  const reading = read({ type: 'flows.seen', data });
  if (!reading.ok) throw new Error(reading.reason);
  return reading.payload.data;
};

const readTimestamp = (timestamp: unknown) => {
  const reading = read({ type: 'flows.seen', timestamp, data: {} });
  if (!reading.ok) throw new Error(reading.reason);
  return reading.payload.timestamp;
};

describe("Userpilot's own samples", () => {
  test('the page has thirteen', () => {
    expect(SEED_BODIES).toHaveLength(13);
  });

  test.each(SEED_BODIES.map((body) => [JSON.parse(body).type, body]))('%s is read whole', (type, body) => {
    const sent = JSON.parse(body);
    const { type: _contentType, ...data } = sent.data;
    expect(readPayload(body)).toEqual({
      ok: true,
      payload: {
        type,
        timestamp: sent.timestamp,
        app_token: 'NX-bd46697c',
        data: { ...EMPTY_DATA, ...data, id: sent.data.id === undefined ? null : '1' },
      },
      content: JSON.stringify(sent),
    });
  });
});

describe('what is no Userpilot event', () => {
  test.each([
    ['', 'The request body is not JSON.'],
    ['hello secret', 'The request body is not JSON.'],
    ['{"type":"flows.seen","data":{}', 'The request body is not JSON.'],
    ['type=flows.seen&data=secret', 'The request body is not JSON.'],
    ['null', 'The request body is not a Userpilot event: it is not a JSON object.'],
    ['5', 'The request body is not a Userpilot event: it is not a JSON object.'],
    ['"secret"', 'The request body is not a Userpilot event: it is not a JSON object.'],
    [
      '[{"type":"flows.seen","data":{}}]',
      'The request body is not a Userpilot event: it is not a JSON object.',
    ],
    ['{"data":{}}', 'The request body is not a Userpilot event: it has no "type".'],
    ['{"type":"  ","data":{}}', 'The request body is not a Userpilot event: it has no "type".'],
    ['{"type":7,"data":{}}', 'The request body is not a Userpilot event: it has no "type".'],
    ['{"type":"secret"}', 'The request body is not a Userpilot event: it has no "data" object.'],
    ['{"type":"secret","data":null}', 'The request body is not a Userpilot event: it has no "data" object.'],
    ['{"type":"secret","data":[1]}', 'The request body is not a Userpilot event: it has no "data" object.'],
    ['{}', 'The request body is not a Userpilot event: it has no "type", and it has no "data" object.'],
    [
      '{"__proto__":{"type":"flows.seen","data":{}}}',
      'The request body is not a Userpilot event: it has no "type", and it has no "data" object.',
    ],
  ])('%j is refused, in words that hold nothing of it', (body, reason) => {
    expect(readPayload(body)).toEqual({ ok: false, reason });
  });
});

describe('a detail never costs the event', () => {
  test('an event needs no more than its type and data', () => {
    expect(read({ type: 'flows.seen', data: {} })).toEqual({
      ok: true,
      payload: { type: 'flows.seen', timestamp: null, app_token: null, data: EMPTY_DATA },
      content: '{"type":"flows.seen","data":{}}',
    });
  });

  test.each([[null], [true], [[]], [{}], [''], ['  '], [[['nested']]]])(
    '%j as any detail becomes null',
    (wrong) => {
      const data = Object.fromEntries(Object.keys(EMPTY_DATA).map((key) => [key, wrong]));
      const isObject = typeof wrong === 'object' && wrong !== null && !Array.isArray(wrong);
      const body = { type: 'flows.seen', timestamp: wrong, app_token: wrong, data };
      expect(read(body)).toEqual({
        ok: true,
        content: JSON.stringify(body),
        payload: {
          type: 'flows.seen',
          timestamp: null,
          app_token: null,
          data: isObject ? { ...EMPTY_DATA, user: {}, company: {} } : EMPTY_DATA,
        },
      });
    },
  );

  test('text stays as sent, spaces around it included', () => {
    expect(readData({ feedback: ' Great\nProduct ' }).feedback).toBe(' Great\nProduct ');
  });

  test.each([
    [1679578625, 1679578625],
    ['1679578625', 1679578625],
    [' 1679578625.5 ', 1679578625.5],
    [-5, -5],
    ['1e9', null],
    ['0x10', null],
    ['yesterday', null],
    ['9'.repeat(400), null],
    // A number has room for 15 digits, whatever they are.
    ['99999999999', 99_999_999_999],
    ['1234567890123456', null],
    ['0.123456789012345', 0.123456789012345],
    ['0.1234567890123456', null],
    ['-123456789012345', -123_456_789_012_345],
    // From 1e11 on, milliseconds.
    [100_000_000_000, 100_000_000],
    [1679578625123, 1679578625.123],
    ['1679578625123', 1679578625.123],
    ['123456789012345', 123_456_789_012.345],
    ['2023-03-23T13:37:05Z', 1679578625],
    ['2023-03-23T14:37:05.500+01:00', 1679578625.5],
    ['2023-03-23T13:37:05', null],
    ['2023-03-23', null],
    ['2023-99-23T13:37:05Z', null],
  ])('a timestamp %j is read as %j', (sent, timestamp) => {
    expect(readTimestamp(sent)).toBe(timestamp);
  });

  test('a number beyond all numbers is no timestamp', () => {
    const reading = readPayload('{"type":"flows.seen","timestamp":1e999,"data":{}}');
    expect(reading).toMatchObject({ ok: true, payload: { timestamp: null } });
  });

  test.each([
    [0, 0],
    [10, 10],
    ['9', 9],
    ['nine', null],
  ])('a score %j is read as %j', (sent, score) => {
    expect(readData({ score: sent }).score).toBe(score);
  });

  test.each([
    [7, '7'],
    [0, '0'],
    ['Great', 'Great'],
    [true, null],
  ])('a feedback %j is read as %j', (sent, feedback) => {
    expect(readData({ feedback: sent }).feedback).toBe(feedback);
  });

  test.each([
    [1, '1'],
    [0, '0'],
    ['abc-1', 'abc-1'],
    [9007199254740991, '9007199254740991'],
    [-9007199254740991, '-9007199254740991'],
  ])('a content id %j is read as %j', (sent, id) => {
    expect(readData({ id: sent }).id).toBe(id);
  });

  test.each(['12345678901234567890', '9007199254740993', '-9007199254740993', '10000000000000001'])(
    'an id %s keeps its digits: they are in the body',
    (id) => {
      const reading = readPayload(`{"type":"flows.seen","data":{"id":${id}}}`);
      expect(reading).toMatchObject({ ok: true, payload: { data: { id } } });
    },
  );

  test.each(['1e20', '-1e20', '9.007199254740993e15', '-9.007199254740993e15'])(
    'an id %s is none: it is not known which digits it had',
    (id) => {
      const reading = readPayload(`{"type":"flows.seen","data":{"id":${id}}}`);
      expect(reading).toMatchObject({ ok: true, payload: { data: { id: null } } });
    },
  );

  test('a byte order mark before the body is passed over', () => {
    expect(readPayload('\uFEFF{"type":"flows.seen","data":{}}')).toEqual(
      read({ type: 'flows.seen', data: {} }),
    );
    expect(readPayload('\uFEFF')).toMatchObject({ ok: false });
  });
});
