import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Invalid } from '../../src/lib/validation.ts';
import { type PageParts, readPageUrl } from '../../src/usermaven/page.ts';
import { RUNS, text } from '../support/arbitraries.ts';
import { expectToGrowInStep, processorMs } from '../support/growth.ts';

const parts = (url: string, doc_host: string, doc_path = '/', doc_search = ''): PageParts => ({
  url,
  doc_host,
  doc_path,
  doc_search,
});

describe('a page address', () => {
  test.each<[typed: string, page: PageParts]>([
    ['https://www.example.com', parts('https://www.example.com', 'www.example.com')],
    ['http://localhost:3000/example', parts('http://localhost:3000/example', 'localhost', '/example')],
    [
      'https://Example.com/a/b?c=d&e#f',
      parts('https://Example.com/a/b?c=d&e#f', 'example.com', '/a/b', '?c=d&e'),
    ],
    [' https://example.com/x \n', parts('https://example.com/x', 'example.com', '/x')],
    ['https://münchen.de/ä', parts('https://münchen.de/ä', 'xn--mnchen-3ya.de', '/%C3%A4')],
    ['HTTPS://EXAMPLE.COM/A', parts('HTTPS://EXAMPLE.COM/A', 'example.com', '/A')],
    ['https://127.0.0.1/x', parts('https://127.0.0.1/x', '127.0.0.1', '/x')],
  ])('%j is sent as it is, with its parts', (typed, page) => {
    expect(readPageUrl(typed)).toEqual(page);
  });

  test.each<[typed: string, page: PageParts]>([
    ['www.example.com', parts('https://www.example.com', 'www.example.com')],
    ['example.com/pricing?a=1', parts('https://example.com/pricing?a=1', 'example.com', '/pricing', '?a=1')],
    ['example.com:8080/x', parts('https://example.com:8080/x', 'example.com', '/x')],
    ['localhost:3000', parts('https://localhost:3000', 'localhost')],
    ['localhost', parts('https://localhost', 'localhost')],
    ['LocalHost:3000/x', parts('https://LocalHost:3000/x', 'localhost', '/x')],
    ['192.168.0.1/x', parts('https://192.168.0.1/x', '192.168.0.1', '/x')],
    ['[::1]:8080/x', parts('https://[::1]:8080/x', '[::1]', '/x')],
    ['example.com#top', parts('https://example.com#top', 'example.com')],
  ])('%j without a scheme gets https://', (typed, page) => {
    expect(readPageUrl(typed)).toEqual(page);
  });

  test.each([
    'banana',
    'two words',
    '/pricing',
    '//',
    'https://',
    'https://two words.com',
    'https://example.com/a b',
    'example.com/a b',
    'Mr. Smith',
    'jane@example.com',
    'mailto:jane@example.com',
    'javascript:alert(1)',
    'ftp://example.com/file',
    'shttp://example.com',
    'xhttps://example.com',
    'https-x://example.com',
    'file:///etc/hosts',
    'chrome://settings',
    'https://exa<mple.com',
    'https://example.com:99999',
    '?a=1',
    '29.90',
    '1.2.3',
    '5',
    'https://29.90',
    '-',
  ])('%j is refused', (typed) => {
    expect(readPageUrl(typed)).toStrictEqual(
      new Invalid(
        'is not a web address. Use the full address, such as https://www.example.com/pricing.',
        typed,
      ),
    );
  });

  test('is refused in a time that grows in step with its length, however long it looks like a host name', async () => {
    const refuse = (labels: number) =>
      processorMs(() => expect(readPageUrl(`${'a.'.repeat(labels)}@`)).toBeInstanceOf(Invalid));
    await expectToGrowInStep(2_000, refuse);
  });

  test('is an address that every browser opens, or refused', () => {
    const check = (typed: string) => {
      const page = readPageUrl(typed);
      if (page instanceof Invalid) return;
      expect(page.url.endsWith(typed.trim())).toBe(true);
      const { hostname, pathname, search } = new URL(page.url);
      expect([page.doc_host, page.doc_path, page.doc_search]).toEqual([hostname, pathname, search]);
    };
    fc.assert(fc.property(fc.oneof(text, fc.webUrl(), fc.domain()), check), RUNS);
  });
});
