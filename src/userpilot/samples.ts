import { choiceOf, isChosen, TYPE_CHOICES, type UserpilotChoice, type UserpilotType } from './event-types.ts';
import { toOutput, type UserpilotOutput } from './output.ts';
import { payloadOf } from './payload.ts';

// Userpilot documents no event of any other type. Surveys exist in the product, so this one is made after the rest.
const OTHER_TYPE = 'surveys.completed';

/** `data.type` where it is not the wire type's first part. */
const CONTENT_TYPES: ReadonlyMap<string, string> = new Map([
  ['flows', 'flow'],
  ['surveys', 'survey'],
]);

const ANSWERS: ReadonlyMap<string, Readonly<Record<string, string | number>>> = new Map([
  [
    'nps.feedback' satisfies UserpilotType,
    {
      survey_question: 'How likely it is that you would recommend us to your friends?',
      score: 10,
      follow_up_question: 'Why did you choose this score? ',
      feedback: 'Great Product',
    },
  ],
]);

/**
 * What Userpilot sends for a choice, after the samples on its webhooks page (the NPS ones have no `data.type` and `data.id`), about a
 * person who shows that it is a sample.
 */
const samplePayload = (choice: UserpilotChoice) => {
  const type = choice === 'other' ? OTHER_TYPE : choice;
  const family = type.slice(0, type.indexOf('.'));
  const isNps = family === 'nps';
  return {
    type,
    timestamp: isNps ? 1679578619 : 1679578625,
    app_token: 'NX-bd46697c',
    data: {
      ...(isNps ? {} : { type: CONTENT_TYPES.get(family) ?? family, id: 1 }),
      action: type.slice(family.length + 1),
      ...ANSWERS.get(type),
      hostname: 'demo.userpilot.io',
      pathname: '/dashboard',
      user: { user_id: 'sample-user', name: 'Sample User', email: 'sample.user@example.com' },
      company: { id: 'sample-company', name: 'Sample Company' },
    },
  };
};

/** A sample event for each choice, as Userpilot would send it, in the order of {@link TYPE_CHOICES}. */
export const SAMPLE_PAYLOADS = TYPE_CHOICES.map(({ value }) => ({
  choice: value,
  payload: samplePayload(value),
}));

/**
 * The trigger's output for one sample of every chosen type, in the order of {@link TYPE_CHOICES}; for all when nothing is
 * chosen. A type that is not in the list gets the sample of Any Other Event.
 */
export const sampleOutputs = (types: readonly string[] = []): UserpilotOutput[] => {
  const chosen = types.filter((type) => type.trim() !== '').map((type) => choiceOf(type.trim()));
  return SAMPLE_PAYLOADS.filter(({ choice }) => isChosen(choice, chosen)).map(({ payload }) =>
    toOutput(payloadOf(payload), JSON.stringify(payload), false),
  );
};
