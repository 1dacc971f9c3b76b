import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { secretForms } from '../../src/lib/redact.ts';
import type { Service } from '../../tools/verify/service.ts';
import { verified } from './run.ts';

const secret = fc
  .string({ minLength: 12, maxLength: 40 })
  .filter((text) => /^[^\s]+$/.test(text) && new Set(text).size > 7);

/** A service that lets a secret out wherever it can. */
const careless = (told: string, text: string): Service => ({
  name: 'careless',
  help: '',
  rows: [],
  isReal: () => true,
  run: async function* ({ hide, print, note, clean, prompts, journal, atEnd }) {
    hide(told, undefined);
    atEnd(text, async () => {
      throw new Error(text);
    });
    print(text);
    note('Address', text);
    await prompts.confirm(text, 'send');
    await prompts.pause(text);
    await prompts.ask({ id: 'q', text });
    journal.sending(text, 1)(text);
    yield { row: 'empty-batch', verdict: 'refuted', observed: clean(text) };
    yield { row: 'left-out', verdict: 'confirmed', observed: text };
    throw new Error(text);
  },
});

test('a secret that was told shows nowhere: not printed, asked, reported or written into the rows', async () => {
  await fc.assert(
    fc.asyncProperty(secret, fc.string({ unit: 'binary' }), fc.string(), async (told, before, after) => {
      for (const form of secretForms([told])) {
        const service = careless(told, `${before}${form}\n${after}${form}`);
        const { printed, report, assumptions } = await verified(service, {
          variables: {},
          confirms: () => true,
        });
        for (const shown of [printed, report, assumptions]) expect(shown).not.toContain(told);
        for (const shown of [printed, report, assumptions]) expect(shown).not.toContain(form);
      }
    }),
    { numRuns: 40 },
  );
});
