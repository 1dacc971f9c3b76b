import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Invalid } from '../../src/lib/validation.ts';
import { campaignIn } from '../../src/usermaven/campaign.ts';
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
    ['HTTPS://EXAMPLE.COM/A', parts('HTTPS://EXAMPLE.COM/A', 'example.com', '/A')],
    ['https://127.0.0.1/x', parts('https://127.0.0.1/x', '127.0.0.1', '/x')],
    [
      'https://example.com/a%20b?q=%C3%A4',
      parts('https://example.com/a%20b?q=%C3%A4', 'example.com', '/a%20b', '?q=%C3%A4'),
    ],
    ['https://example.com/100%', parts('https://example.com/100%', 'example.com', '/100%')],
    ['\u200bhttps://example.com/x\ufeff', parts('https://example.com/x', 'example.com', '/x')],
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
    ['//example.com/x', parts('https://example.com/x', 'example.com', '/x')],
    ['//localhost:3000', parts('https://localhost:3000', 'localhost')],
    ['example.com#top', parts('https://example.com#top', 'example.com')],
  ])('%j without a scheme gets https://', (typed, page) => {
    expect(readPageUrl(typed)).toEqual(page);
  });

  test.each<[typed: string, page: PageParts]>([
    ['https://example.com/a b', parts('https://example.com/a%20b', 'example.com', '/a%20b')],
    ['example.com/a b', parts('https://example.com/a%20b', 'example.com', '/a%20b')],
    ['https://münchen.de/ä', parts('https://xn--mnchen-3ya.de/%C3%A4', 'xn--mnchen-3ya.de', '/%C3%A4')],
    [
      'https://example.com/?q="a" <b>',
      parts('https://example.com/?q=%22a%22%20%3Cb%3E', 'example.com', '/', '?q=%22a%22%20%3Cb%3E'),
    ],
    [
      'https://example.com/日本#é',
      parts('https://example.com/%E6%97%A5%E6%9C%AC#%C3%A9', 'example.com', '/%E6%97%A5%E6%9C%AC'),
    ],
    // Line breaks within an address are passed over, as in a browser.
    ['https://example.com/a\nb', parts('https://example.com/ab', 'example.com', '/ab')],
  ])('%j is encoded as a browser does', (typed, page) => {
    expect(readPageUrl(typed)).toEqual(page);
  });

  test.each<[typed: string, url: string]>([
    [`https://jane:${'secret'}@example.com/x`, 'https://example.com/x'],
    ['https://jane@example.com', 'https://example.com'],
    ['https://:secret@example.com:8080/x?a=b', 'https://example.com:8080/x?a=b'],
    ['https://jane@work:se@cret@example.com/x', 'https://example.com/x'],
    [`HTTPS://jane:${'secret'}@Example.com/x`, 'HTTPS://Example.com/x'],
    [`https:///jane:${'secret'}@example.com/x`, 'https://example.com/x'],
    [`https://\\/jane:${'secret'}@example.com/x`, 'https://example.com/x'],
    [`https://\t/jane:${'secret'}@example.com/x`, 'https://example.com/x'],
    // An @ behind the host is part of the page.
    ['https://example.com/@jane', 'https://example.com/@jane'],
    ['https://example.com?to=jane@example.com', 'https://example.com?to=jane@example.com'],
    ['https://example.com#jane@example.com', 'https://example.com#jane@example.com'],
  ])('a name and password in %j are cut, and nothing else is', (typed, url) => {
    expect(readPageUrl(typed)).toMatchObject({ url, doc_host: 'example.com' });
  });

  test('has the campaign of its address, decoded', () => {
    expect(readPageUrl('example.com/p?utm_source=google&utm_campaign=a b&gclid=x#utm_term=no')).toEqual({
      ...parts(
        'https://example.com/p?utm_source=google&utm_campaign=a%20b&gclid=x#utm_term=no',
        'example.com',
        '/p',
        '?utm_source=google&utm_campaign=a%20b&gclid=x',
      ),
      utm: { source: 'google', campaign: 'a b' },
      click_id: { gclid: 'x' },
    });
  });

  test.each([
    'https://a.example https://b.example',
    'https://a.example, https://b.example',
    'https://a.example;https://b.example',
    'https://a.example\nhttps://b.example',
    'https://a.example/x , http://b.example/y',
    'a.example, HTTPS://b.example',
    'https://a.examplehttps://b.example',
    'http://a.examplehttp://b.example/x',
    'https://a.example/x|https://b.example/y',
    'https://a.example,b.example',
    'a.example;b.example',
    'a.example&b.example',
    'www.a.example, www.b.example',
    'www.a.example/x, www.b.example/y',
    'https://a.example/x www.b.example/y',
  ])('two addresses are no page: %j', (typed) => {
    expect(readPageUrl(typed)).toBeInstanceOf(Invalid);
  });

  test.each([
    'https://a.example/login?next=https://b.example/x',
    'https://a.example/https://b.example',
    'https://web.archive.org/web/2026/https://b.example/x',
    'https://a.example/x,y;z|?w=1,2',
    'https://a.example/?q=,www.b.example',
    'https://a.example/?urls=https://b.example|https://c.example',
  ])('an address within an address is part of it: %j', (typed) => {
    expect(readPageUrl(typed)).toMatchObject({ url: typed });
  });

  test.each([
    'banana',
    'two words',
    '/pricing',
    '//',
    '///example.com',
    '//jane@example.com',
    'https://',
    'https://exa$mple.com',
    "https://ex'ample.com",
    'www.example.com,',
    'https://two words.com',
    'Mr. Smith',
    'jane@example.com',
    'jane.doe@example.com',
    'mylocalhost',
    'localhosts/x',
    'localhost-2:3000',
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

  test.each<[what: string, typed: (length: number) => string]>([
    ['a host name of many parts', (length) => `${'a.'.repeat(length)}@`],
    ['many spaces in it', (length) => `https://example.com/${' '.repeat(length)}a`],
    ['many commas in it', (length) => `https://example.com/${', '.repeat(length)}a`],
    ['many spaces before its host', (length) => `https://${' '.repeat(length)}example.com`],
    ['many names before its host', (length) => `https://${'a@'.repeat(length)}example.com`],
  ])('is read or refused in a time that grows in step with its length, with %s', async (_what, typed) => {
    await expectToGrowInStep(2_500, (length) => processorMs(() => readPageUrl(typed(length))));
  });

  test('has no name and password left where only a browser finds them: a backslash is a slash to it', () => {
    expect(readPageUrl('https://@\\8080@a.example/x')).toMatchObject({
      url: 'https://a.example/x',
      doc_host: 'a.example',
      doc_path: '/x',
    });
  });

  test('is an address that every browser opens, or refused', () => {
    const check = (typed: string) => {
      const page = readPageUrl(typed);
      if (page instanceof Invalid) return;
      const { hostname, pathname, search, username, password } = new URL(page.url);
      expect([page.doc_host, page.doc_path, page.doc_search]).toEqual([hostname, pathname, search]);
      expect([username, password]).toEqual(['', '']);
      expect(page.url).toMatch(/^[\x21-\x7E]+$/);
      expect(page).toEqual({ ...parts(page.url, hostname, pathname, search), ...campaignIn(search) });
    };
    const pieces = fc
      .array(
        fc.constantFrom(
          'https://',
          'http:',
          '//',
          'a.example',
          '@',
          ':',
          '/',
          '\\',
          '\t',
          '?',
          '#',
          ' ',
          'ä',
          '%',
          '&',
          '8080',
          'utm_source=',
          '"',
        ),
        {
          maxLength: 10,
        },
      )
      .map((parts) => parts.join(''));
    fc.assert(fc.property(fc.oneof(text, fc.webUrl(), fc.domain(), pieces), check), { numRuns: 5_000 });
  });

  test('of letters that every address may have is sent as it was typed', () => {
    const check = (url: string) => {
      expect(readPageUrl(url)).toMatchObject({ url });
    };
    fc.assert(fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), check), RUNS);
  });

  test('reads the same once more', () => {
    const check = (typed: string) => {
      const page = readPageUrl(typed);
      if (!(page instanceof Invalid)) expect(readPageUrl(page.url)).toEqual(page);
    };
    const typed = fc
      .tuple(fc.domain(), fc.constantFrom('', '/', '/ä b', '?q= "x"', '#ä'))
      .map((both) => both.join(''));
    fc.assert(fc.property(typed, check), RUNS);
  });
});
