const REFERENCE = /\{\{[^{}]+\}\}/g;

/**
 * Why a text is not JSON yet, with the place where reading stopped; undefined when it is, or is blank. References
 * count as values, since what they stand for is only known when the step runs.
 */
export const faultInJson = (text: string): string | undefined => {
  if (text.trim() === '') return undefined;
  // Same length, so that the place stays right; good inside quotes and outside.
  const tried = text.replace(REFERENCE, (reference) => '0'.padStart(reference.length, ' '));
  try {
    JSON.parse(tried);
    return undefined;
  } catch (error) {
    const place = placeIn(tried, error instanceof Error ? error.message : '');
    return `This is not JSON yet${place}. Names and texts need double quotes, and there is no comma after the last value.`;
  }
};

/** Engines word the place differently; without one, the end is meant. */
const placeIn = (text: string, message: string): string => {
  const position = /position (\d+)/.exec(message)?.[1];
  if (position === undefined) return '';
  const before = text.slice(0, Number(position)).split('\n');
  return `: look at line ${before.length}, character ${(before.at(-1) ?? '').length + 1}`;
};
