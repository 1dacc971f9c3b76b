import { readJsonArray } from '../../../src/events/read-json.ts';
import { Invalid } from '../../../src/lib/validation.ts';
import { parseJson } from '../../json.ts';

const REFERENCE = /\{\{[^{}]+\}\}/g;

/**
 * Why the app cannot read a text as JSON, with the position of the error; undefined if it can, or if the text is blank. References
 * count as values, because they are only resolved when the step runs.
 */
export const jsonError = (text: string): string | undefined => {
  if (text.trim() === '') return undefined;
  // A replacement of the same length keeps positions right, and a number is valid inside and outside of quotes.
  const resolved = text.replace(REFERENCE, (reference) => '0'.padStart(reference.length, ' '));
  if (parseJson(resolved) !== undefined) return undefined;
  // Takes every JSON that the app takes: an object is a list of one.
  const read = readJsonArray(resolved);
  if (!(read instanceof Invalid)) return undefined;
  const { at } = read;
  // At the end there is nothing to look at.
  if (at === undefined || at === resolved.length) return `This ${read.reason}`;
  return `This is not valid JSON: look at ${placeOf(resolved, at)}. Names and texts need double quotes.`;
};

const placeOf = (text: string, at: number): string => {
  const lines = text.slice(0, at).split('\n');
  return `line ${lines.length}, character ${(lines.at(-1) ?? '').length + 1}`;
};
