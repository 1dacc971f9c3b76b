import { describe, expect, test } from '@jest/globals';
import { TYPE_CHOICES } from '../../src/userpilot/event-types.ts';
import { SAMPLE_PAYLOADS, sampleOutputs } from '../../src/userpilot/samples.ts';
import { SEED_BODIES } from './seed-payloads.ts';

const typesOf = (types?: readonly string[]) => sampleOutputs(types).map(({ type }) => type);

describe('the samples', () => {
  /** A body, with the person and the company of a sample. */
  const aboutNobody = (body: string) => {
    const { data, ...rest } = JSON.parse(body);
    const user = { user_id: 'sample-user', name: 'Sample User', email: 'sample.user@example.com' };
    return { ...rest, data: { ...data, user, company: { id: 'sample-company', name: 'Sample Company' } } };
  };

  test("are Userpilot's own, in its order, with one made for the other types, about nobody", () => {
    const known = SAMPLE_PAYLOADS.filter(({ choice }) => choice !== 'other').map(({ payload }) => payload);
    expect(known).toEqual(SEED_BODIES.map(aboutNobody));
    expect(SAMPLE_PAYLOADS.at(-1)).toMatchObject({
      choice: 'other',
      payload: { type: 'surveys.completed', data: { type: 'survey', id: 1, action: 'completed' } },
    });
  });

  test('show that they are samples, so that nobody takes them for a person', () => {
    for (const { user, company } of sampleOutputs()) {
      expect([...Object.values(user), ...Object.values(company)].join(' ')).toBe(
        'sample-user Sample User sample.user@example.com sample-company Sample Company',
      );
    }
  });

  test('there is one for every choice', () => {
    expect(SAMPLE_PAYLOADS.map(({ choice }) => choice)).toEqual(TYPE_CHOICES.map(({ value }) => value));
  });
});

describe('sample outputs', () => {
  test.each([[undefined], [[]], [['']], [[' ', '\n']]])(
    'nothing chosen (%j) gives all, each with an id of its own',
    (types) => {
      const outputs = sampleOutputs(types);
      expect(outputs.map(({ type }) => type)).toEqual(SAMPLE_PAYLOADS.map(({ payload }) => payload.type));
      expect(new Set(outputs.map(({ id }) => id)).size).toBe(14);
    },
  );

  test('are those of the chosen types, in the order of the list, once each', () => {
    expect(typesOf(['nps.feedback', 'flows.seen', 'nps.feedback'])).toEqual(['flows.seen', 'nps.feedback']);
  });

  test('are those of a choice with white space around it', () => {
    expect(typesOf([' flows.seen\n', ' '])).toEqual(['flows.seen']);
  });

  test('of Any Other Event, and of a type that was typed, are a survey', () => {
    expect(typesOf(['other'])).toEqual(['surveys.completed']);
    expect(typesOf(['nps.dismissed', 'forms.submitted'])).toEqual(['forms.submitted', 'surveys.completed']);
  });

  test('do not claim a signature', () => {
    expect(sampleOutputs().every(({ signature_verified }) => !signature_verified)).toBe(true);
  });

  test('are new objects every time, so that nobody changes the next ones', () => {
    const [first] = sampleOutputs();
    if (first) first.user.name = 'Changed';
    expect(sampleOutputs()[0]?.user.name).toBe('Sample User');
  });
});
