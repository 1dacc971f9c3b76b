import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../../../src/lib/json.ts';
import { truncate } from '../../../src/lib/text.ts';
import type { Answer } from '../prompts.ts';
import type { VerifyContext } from '../service.ts';
import type { MarkedRecipe } from './marked-recipe.ts';

/** What arrived in Usermaven since the last look, without the API key. For a local Usermaven; of the real one, a person says it. */
export type Recorder = () => readonly JsonObject[];

/** Whether what a recipe should send has arrived, and how that is known. */
export interface Look {
  readonly answer: Answer;
  readonly said: string;
}

/** Compares what was recorded with what a recipe should send. */
export const compare = ({ expected }: MarkedRecipe, recorded: readonly JsonObject[]): Look =>
  isDeepStrictEqual(recorded, expected)
    ? { answer: 'yes', said: 'what arrived is what the recipe expects' }
    : { answer: 'no', said: `something else arrived: ${truncate(JSON.stringify(recorded), 200)}` };

/** An event as a person finds it. */
const described = ({ event_type, _timestamp, user, company, event_attributes }: JsonObject): string => {
  const time = typeof _timestamp === 'number' ? `, ${new Date(_timestamp).toISOString()}` : '';
  const parts = { user, company, event_attributes };
  return `  ${String(event_type)}${time}\n    ${JSON.stringify(parts)}`;
};

/** Asks the person whether what a recipe should send is there, in Events Activity. */
export const ask = async (
  { recipe, expected }: MarkedRecipe,
  { prompts, workspace }: Pick<VerifyContext, 'prompts' | 'workspace'>,
): Promise<Look> => {
  const answer = await prompts.ask({
    id: recipe.name,
    text: `\nIn Usermaven, workspace "${workspace}", Events Activity: is there exactly this, with these values and types?\n${expected.map(described).join('\n')}`,
  });
  const said: Readonly<Record<Answer, string>> = {
    yes: 'a person found in Usermaven what the recipe expects',
    no: 'a person found something else in Usermaven, or nothing',
    'cannot tell': 'it could not be told whether it arrived',
    skip: 'nobody looked whether it arrived',
  };
  return { answer, said: said[answer] };
};
