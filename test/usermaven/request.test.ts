import { describe, expect, test } from '@jest/globals';
import { EndpointError, eventsHost, eventsUrl, safeAddress } from '../../src/usermaven/request.ts';

describe('where events go', () => {
  test.each([undefined, '', ' \n'])('Usermaven, when nothing else is said (%j)', (override) => {
    expect(eventsHost(override)).toBe('https://events.usermaven.com');
  });

  test.each<[override: string, host: string]>([
    ['https://events.example.com', 'https://events.example.com'],
    [' https://events.example.com/ ', 'https://events.example.com'],
    ['https://example.com:8443/collector//', 'https://example.com:8443/collector'],
    ['HTTPS://Events.Example.com', 'https://events.example.com'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://127.8.9.10', 'http://127.8.9.10'],
    ['http://localhost:8080/', 'http://localhost:8080'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
  ])('%s, for a local run', (override, host) => {
    expect(eventsHost(override)).toBe(host);
    expect(safeAddress(override)).toBe(host);
  });

  test.each([
    'http://events.usermaven.com',
    'http://192.168.0.1',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'http://[::2]',
    'ftp://127.0.0.1',
    'file:///tmp/events',
    'events.usermaven.com',
    'localhost:8080',
    'https://',
    'https://user@example.com',
    'https://user:word@example.com',
    'https://:word@example.com',
    'https://example.com?token=1',
    'https://example.com/#there',
    'banana',
  ])('never %s: a token travels in the address, and a typo is an error', (override) => {
    expect(safeAddress(override)).toBeUndefined();
    expect(() => eventsHost(override)).toThrow(EndpointError);
    expect(() => eventsUrl({ apiKey: 'UMabcdefgh', serverToken: 'token' }, override)).toThrow(
      /^USERMAVEN_EVENTS_URL must be an https address, or an http address of this machine such as http:\/\/127\.0\.0\.1:8080\.$/,
    );
  });
});

describe('the address of a request', () => {
  test('has the path of the API for servers, and the joined token', () => {
    expect(eventsUrl({ apiKey: 'UMabcdefgh', serverToken: 'abc' })).toBe(
      'https://events.usermaven.com/api/v1/s2s/event?token=UMabcdefgh.abc',
    );
  });

  test('is built after the override too', () => {
    expect(eventsUrl({ apiKey: 'UMabcdefgh', serverToken: 'abc' }, 'http://localhost:1/base/')).toBe(
      'http://localhost:1/base/api/v1/s2s/event?token=UMabcdefgh.abc',
    );
  });

  test('carries any token, since its shape is not documented', () => {
    const serverToken = 'a/b+c=&#? ä%';
    const url = new URL(eventsUrl({ apiKey: 'UMabcdefgh', serverToken }));
    expect([...url.searchParams]).toEqual([['token', `UMabcdefgh.${serverToken}`]]);
    expect(url.hash).toBe('');
  });
});
