import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { byRow, type Verdict } from '../../tools/verify/finding.ts';
import { createJournal, MAX_EVENTS } from '../../tools/verify/journal.ts';
import { markOf, timeOfMark } from '../../tools/verify/mark.ts';
import { helpOf, readOptions } from '../../tools/verify/options.ts';
import { terminalPrompts } from '../../tools/verify/prompts.ts';
import type { Service } from '../../tools/verify/service.ts';
import { createUndoList } from '../../tools/verify/undo.ts';

const SERVICE: Service = {
  name: 'one',
  help: 'Asks one.\nNeeds nothing.',
  rows: [],
  isReal: () => true,
  run: async function* () {},
};

describe('findings of one row', () => {
  const verdictOf = (...verdicts: Verdict[]): Verdict | undefined =>
    byRow(verdicts.map((verdict) => ({ row: 'a', verdict, observed: verdict })))[0]?.verdict;

  test.each<[Verdict[], Verdict]>([
    [['confirmed', 'refuted'], 'refuted'],
    [['confirmed', 'unclear', 'skipped'], 'unclear'],
    [['confirmed', 'skipped'], 'skipped'],
    [['confirmed', 'noted'], 'confirmed'],
    [['noted'], 'noted'],
  ])('%j together are %s', (verdicts, expected) => {
    expect(verdictOf(...verdicts)).toBe(expected);
  });

  test('rows keep their order, and every sentence', () => {
    const results = byRow([
      { row: 'b', verdict: 'noted', observed: 'One.' },
      { row: 'a', verdict: 'confirmed', observed: 'Two.' },
      { row: 'b', verdict: 'refuted', observed: 'Three.' },
    ]);
    expect(results).toEqual([
      { row: 'b', verdict: 'refuted', observed: 'One. Three.' },
      { row: 'a', verdict: 'confirmed', observed: 'Two.' },
    ]);
  });
});

describe('the journal', () => {
  test('refuses what would be more events than a run may send, before it is sent', () => {
    const journal = createJournal();
    journal.sending('most', MAX_EVENTS - 1)('200');
    journal.sending('none', 0);
    expect(() => journal.sending('two', 2)).toThrow(`at most ${MAX_EVENTS} events`);
    journal.sending('one', 1);
    expect(journal.entries.map(({ what, outcome }) => [what, outcome])).toEqual([
      ['most', '200'],
      ['none', undefined],
      ['one', undefined],
    ]);
  });
});

test('the mark of a run says when it began', () => {
  const year = fc.date({ min: new Date('2000-01-01'), max: new Date('2999-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(year, (began) => {
      expect(timeOfMark(markOf(began))).toBe(Math.floor(began.getTime() / 1000) * 1000);
    }),
  );
});

describe('what a run made elsewhere', () => {
  test('is taken away, last made first, and what cannot be is named with its reason', async () => {
    const list = createUndoList();
    const undone: string[] = [];
    for (const what of ['connection', 'webhook', 'scenario'])
      list.atEnd(what, async () => {
        if (what === 'webhook') throw new Error('It is in use.');
        undone.push(what);
      });
    expect(list.names()).toEqual(['scenario', 'webhook', 'connection']);
    expect(await list.undoAll()).toEqual([{ what: 'webhook', why: 'It is in use.' }]);
    expect(undone).toEqual(['scenario', 'connection']);
  });
});

describe('prompts', () => {
  const prompts = (...lines: string[]) => {
    let printed = '';
    const input = Readable.from(lines.map((line) => `${line}\n`));
    return {
      ...terminalPrompts(input, (text) => {
        printed += text;
      }),
      printed: () => printed,
    };
  };
  const question = { id: 'q', text: 'Is it there?' };

  test('answers are read in short and in full, and asked for again until one is understood', async () => {
    const { ask, printed } = prompts('Y', 'perhaps', 'no', 'c', 'skip');
    expect(await ask(question)).toBe('yes');
    expect(await ask(question)).toBe('no');
    expect(await ask(question)).toBe('cannot tell');
    expect(await ask(question)).toBe('skip');
    expect(printed().match(/Is it there\?/g)).toHaveLength(5);
  });

  test('only the very word confirms', async () => {
    const { confirm } = prompts('send', 'yes', 'SEND');
    expect(await confirm('Go?', 'send')).toBe(true);
    expect(await confirm('Go?', 'send')).toBe(false);
    expect(await confirm('Go?', 'send')).toBe(false);
  });

  test('when the input ends, nothing is allowed and the rest is skipped', async () => {
    const { confirm, pause, ask } = prompts();
    expect(await confirm('Go?', 'send')).toBe(false);
    await pause('Look.');
    expect(await ask(question)).toBe('skip');
  });
});

describe('the command line', () => {
  test('names a service and a workspace', () => {
    const args = ['one', '--workspace', ' Test ', '--connection', '12', '--report', 'r.md'];
    expect(readOptions(args, [SERVICE])).toEqual({
      service: SERVICE,
      workspace: 'Test',
      connection: '12',
      mark: undefined,
      report: 'r.md',
      keep: false,
    });
    expect(readOptions([...args, '--keep'], [SERVICE]).keep).toBe(true);
  });

  test.each([
    [['two', '--workspace', 'Test'], 'one service to verify: one'],
    [[], 'one service to verify: one'],
    [['one', 'one', '--workspace', 'Test'], 'one service to verify'],
    [['one'], 'Name the test workspace'],
    [['one', '--workspace', ' '], 'Name the test workspace'],
    [['one', '--wrokspace', 'Test'], 'not an option of verify'],
    [['one', '--workspace', 'Test', '--mark', 'v2026'], 'the mark of an earlier run'],
    [['one', '--workspace', 'Test', '--mark', 'v20261326-150405'], 'the mark of an earlier run'],
  ])('%j is refused: %s', (args, message) => {
    expect(() => readOptions(args, [SERVICE])).toThrow(message);
  });

  test('the help names every service with what it says of itself', () => {
    expect(readOptions(['--help'], [SERVICE]).service).toBeUndefined();
    expect(helpOf([SERVICE])).toContain('one\n  Asks one.\n  Needs nothing.');
  });
});
