import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { readText } from './guides.ts';

const FILE = 'docs/snippets/callrail-anonymous-id.html';
const html = readText(FILE);

const script = /<script>([\s\S]*)<\/script>/.exec(html)?.[1] ?? '';

type CustomFields = Record<string, unknown>;

interface Visit {
  readonly cookie: string;
  /** What CallRail's script made; absent when it is not on the page. */
  readonly fields?: CustomFields | null;
  /** True when the page has loaded before the snippet runs. */
  readonly late?: boolean;
  readonly source?: string;
}

/** Runs the snippet in a page and returns what CallRail is given; undefined for nothing. */
const handedOver = ({ cookie, fields = {}, late = false, source = script }: Visit): unknown => {
  const onLoad: (() => void)[] = [];
  const page = {
    document: { cookie, readyState: late ? 'complete' : 'interactive' },
    window: {
      addEventListener: (name: string, listener: () => void) => {
        if (name === 'load') onLoad.push(listener);
      },
    },
    cr_custom_fields: fields,
  };
  runInNewContext(source, page);
  if (!late) expect(fields?.usermaven_anonymous_id).toBeUndefined();
  for (const listener of onLoad) listener();
  return fields?.usermaven_anonymous_id;
};

describe('the snippet for CallRail', () => {
  test('hands over the anonymous ID once the page has loaded', () => {
    expect(handedOver({ cookie: '__eventn_id_UMabcd1234=5zdta4zak9' })).toBe('5zdta4zak9');
  });

  test('hands it over at once when a tag manager runs it late', () => {
    expect(handedOver({ cookie: '__eventn_id_UMabcd1234=5zdta4zak9', late: true })).toBe('5zdta4zak9');
  });

  test('finds the cookie among others, with or without spaces', () => {
    const cookie = '_ga=GA1.1.18470;theme=dark; __eventn_id_UMabcd1234=5zdta4zak9 ;_fbp=fb.1.2';
    expect(handedOver({ cookie })).toBe('5zdta4zak9');
  });

  test('keeps equals signs of the value', () => {
    expect(handedOver({ cookie: '__eventn_id_UMabcd1234=NXpkdGE0emFrOQ==' })).toBe('NXpkdGE0emFrOQ==');
  });

  test('decodes a value that is URL-encoded', () => {
    expect(handedOver({ cookie: '__eventn_id_UMabcd1234=5z%2Fdta%3D4' })).toBe('5z/dta=4');
  });

  test('takes a value with a stray percent sign as it is', () => {
    expect(handedOver({ cookie: '__eventn_id_UMabcd1234=100%dta' })).toBe('100%dta');
  });

  test.each([
    ['no cookie at all', ''],
    ['no cookie of Usermaven', '_ga=GA1.1.18470; theme=dark'],
    ['an empty cookie', '__eventn_id_UMabcd1234='],
    ['a cookie without a value', '__eventn_id_UMabcd1234'],
    ['a name that only ends like it', 'x__eventn_id_UMabcd1234=5zdta4zak9'],
    ['a value that looks like it', 'a=__eventn_id_UMabcd1234=5zdta4zak9'],
  ])('hands over nothing with %s', (_what, cookie) => {
    expect(handedOver({ cookie })).toBeUndefined();
  });

  test('never takes the cookie with personal data that older versions of the pixel wrote', () => {
    const personal = '__eventn_id_UMabcd1234_usr=%7B%22email%22%3A%22jane%40example.com%22%7D';
    expect(handedOver({ cookie: personal })).toBeUndefined();
    expect(handedOver({ cookie: `${personal}; __eventn_id_UMabcd1234=5zdta4zak9` })).toBe('5zdta4zak9');
  });

  test('takes the first of several workspaces, or the one whose API key is filled in', () => {
    const cookie = '__eventn_id_UMfirst001=one; __eventn_id_UMother002=two';
    expect(handedOver({ cookie })).toBe('one');
    const source = script.replace("const apiKey = ''", "const apiKey = 'UMother002'");
    expect(source).not.toBe(script);
    expect(handedOver({ cookie, source })).toBe('two');
  });

  test('keeps what CallRail already has', () => {
    const fields = { plan: 'pro' };
    handedOver({ cookie: '__eventn_id_UMabcd1234=5zdta4zak9', fields });
    expect(fields).toEqual({ plan: 'pro', usermaven_anonymous_id: '5zdta4zak9' });
  });

  test.each([
    ['is not on the page', {}],
    ['has nothing to write to', { cr_custom_fields: null }],
  ])('does no harm when CallRail %s', (_how, callRail) => {
    const document = { cookie: '__eventn_id_UMabcd1234=5zdta4zak9', readyState: 'complete' };
    expect(() => runInNewContext(script, { document, window: {}, ...callRail })).not.toThrow();
  });

  test('leaves nothing behind in the page', () => {
    const page = { document: { cookie: '', readyState: 'complete' }, window: {} };
    runInNewContext(script, page);
    expect(Object.keys(page)).toEqual(['document', 'window']);
  });

  test('is quoted in the guide word for word', () => {
    expect(readText('docs/zapier.md')).toContain(`\`\`\`html\n${html.trimEnd()}\n\`\`\``);
  });
});
