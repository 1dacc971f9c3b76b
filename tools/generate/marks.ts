const OPEN = /<!-- generated: ([a-z-]+) -->\n/g;
const CLOSE = '\n<!-- /generated -->';

/** What a page has between its marks, by the name of the mark. `page` is the page with the parts before this one filled in. */
export type Parts = Readonly<Record<string, (page: string) => string>>;

/**
 * A page with new text between its marks, `<!-- generated: NAME -->` and `<!-- /generated -->`, each on a line of its own.
 * Parts are filled in in their order.
 * @throws Error when a part has no mark, a mark has no part or no end.
 */
export const fillMarks = (page: string, parts: Parts): string => {
  const unknown = [...page.matchAll(OPEN)].map(([, name = '']) => name).filter((name) => !(name in parts));
  if (unknown.length > 0) throw new Error(`Nothing is generated for the mark ${unknown.join(', ')}.`);
  return Object.entries(parts).reduce((filled, [name, write]) => {
    const open = `<!-- generated: ${name} -->\n`;
    const start = filled.indexOf(open);
    const end = filled.indexOf(CLOSE, start);
    if (start < 0 || end < 0) throw new Error(`The mark ${open.trim()} or its end is missing.`);
    return `${filled.slice(0, start)}${open}\n${write(filled)}\n${filled.slice(end)}`;
  }, page);
};
