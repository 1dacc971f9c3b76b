import type { Recipe } from '../../recipes/recipe.ts';
import type { Sandbox, StoredEvent } from '../../sandbox/usermaven/server.ts';
import { shownMessage } from '../../sandbox/zapier/lambda.ts';
import { lookUp, referencesIn } from '../../sandbox/zapier/mapping.ts';
import type { FormField, RecipeRun } from '../../sandbox/zapier/run-recipe.ts';
import { isObject, type Json } from '../../src/lib/json.ts';
import { actionOf } from '../generate/recipes.ts';
import { heading, json, line, paragraph, styled, table } from './terminal.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Which recipe this is and what it is for. */
export const showIntroduction = (recipe: Recipe, note: string): string =>
  ['', heading(recipe.title, note), paragraph(recipe.story, 3)].join('\n');

/** The part of the trigger's sample that the recipe maps. */
export const showSample = ({ trigger, mapping }: Recipe, { sample }: RecipeRun): string => {
  const used = [...new Set(referencesIn(mapping))];
  const rest = Object.keys(sample).length - new Set(used.map((path) => path.split(/__|\.|\[\]/)[0])).size;
  const rows = used.map((path) => [path, text(lookUp(sample, path))] as const);
  const title =
    'delivery' in trigger ? `${trigger.event}, from a webhook` : `${trigger.app}: ${trigger.event}`;
  return [
    '',
    line(styled('bold', `1  ${title}`), 3),
    table(rows, 6),
    ...(rest > 0 ? [line(styled('dim', `and ${rest} more that the recipe does not need`), 6)] : []),
  ].join('\n');
};

/** What the user filled into our form, under the labels of the form. */
export const showMapping = (recipe: Recipe, { form }: RecipeRun): string => {
  const { label } = actionOf(recipe).zapier;
  const rows = Object.entries(recipe.mapping).flatMap(([key, value]) => mappedRows(form, key, value));
  return ['', line(styled('bold', `2  Usermaven: ${label}`), 3), table(rows, 6)].join('\n');
};

const mappedRows = (form: readonly FormField[], key: string, value: Json): [string, string][] => {
  const field = form.find((candidate) => candidate.key === key);
  const label = field?.label ?? key;
  if (!isObject(value)) return [[label, Array.isArray(value) ? value.join(', ') : text(value)]];
  const members = Object.entries(value).map(([name, mapped]): [string, string] => {
    const child = field?.children?.find((candidate) => candidate.key === name);
    return [`  ${child?.label ?? name}`, text(mapped)];
  });
  return [[label, ''], ...members];
};

/** What Usermaven received, and whether it is what the recipe expects. */
export const showReceived = (received: readonly Json[], asExpected: boolean): string =>
  [
    '',
    line(styled('bold', '3  What Usermaven received'), 3),
    ...received.map((payload) => json(payload, 6)),
    line(
      asExpected ? styled('green', '✓ as the recipe expects') : styled('red', '✗ differs from the recipe'),
      3,
    ),
  ].join('\n');

/** Accepted, or the error as the user would see it. */
export const showOutcome = ({ outcome }: RecipeRun): string =>
  'error' in outcome
    ? [line(styled('red', `✗ ${outcome.error.name}`), 3), paragraph(shownMessage(outcome.error), 5)].join(
        '\n',
      )
    : line(styled('green', '✓ accepted'), 3);

/** One person's events in order, with the ones that were anonymous or a lead's first. */
export const showTimeline = ({ store }: Sandbox, id: string): string => {
  const person = store.person(id);
  if (!person) return '';
  const name = [person.attributes.first_name, person.attributes.last_name].filter(Boolean).join(' ') || id;
  const notes = { anonymous: 'anonymous then, stitched', lead: 'a lead then, merged', known: '' } as const;
  const row = ({ time, type, arrivedAs }: StoredEvent): [string, string] => [
    new Date(time).toISOString().slice(0, 16).replace('T', ' '),
    `${type.padEnd(32)}${notes[arrivedAs] ? styled('yellow', `← ${notes[arrivedAs]}`) : ''}`,
  ];
  return ['', heading(`The timeline of ${name}`, id), table(store.timeline(person).map(row), 3)].join('\n');
};
