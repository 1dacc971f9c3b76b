/** Words that keep their capitals wherever they stand. */
const NAMES: ReadonlySet<string> = new Set(['Usermaven', 'Userpilot']);

/**
 * A label in Make's sentence case from one in Title Case: `User Created At` becomes `User created at`, and `Follow-Up`
 * `Follow-up`, while abbreviations (`ID`, `URL`, `(JSON)`) and names keep their capitals.
 */
export const sentenceCase = (label: string): string =>
  label
    .split(' ')
    .map((word, index) => {
      const isAbbreviation = /[A-Z]{2}/.test(word);
      if (isAbbreviation || NAMES.has(word)) return word;
      return index === 0 ? `${word.slice(0, 1)}${word.slice(1).toLowerCase()}` : word.toLowerCase();
    })
    .join(' ');
