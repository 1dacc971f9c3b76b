const REFERENCE = /\{\{[^{}]+\}\}/g;

/**
 * Why a text is not valid JSON, with the position of the error; undefined if it is valid or blank. References count as
 * values, because they are only resolved when the step runs.
 */
export const jsonError = (text: string): string | undefined => {
  if (text.trim() === '') return undefined;
  // A replacement of the same length keeps positions right, and a number is valid inside and outside of quotes.
  const resolved = text.replace(REFERENCE, (reference) => '0'.padStart(reference.length, ' '));
  try {
    JSON.parse(resolved);
    return undefined;
  } catch (error) {
    const position = positionIn(resolved, error instanceof Error ? error.message : '');
    return `This is not valid JSON${position}. Names and texts need double quotes, and there is no comma after the last value.`;
  }
};

/** The position in an engine's error message, as line and character; `''` if the message has none. */
const positionIn = (text: string, message: string): string => {
  const offset = /position (\d+)/.exec(message)?.[1];
  if (offset === undefined) return '';
  const before = text.slice(0, Number(offset)).split('\n');
  return `: look at line ${before.length}, character ${(before.at(-1) ?? '').length + 1}`;
};
