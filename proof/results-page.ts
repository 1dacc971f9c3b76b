/** The page with `content` between the marks that `command` writes between. Throws an Error when they are missing. */
export const withResults = (page: string, command: string, content: string): string => {
  const { start, end } = marksOf(command);
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The page needs ${start} and, after it, ${end}.`);
  return `${page.slice(0, from + start.length)}\n\n${content}\n\n${page.slice(to)}`;
};

/** What a command has written into a page. Throws as {@link withResults}. */
export const resultsIn = (page: string, command: string): string => {
  const [start, end] = withResults(page, command, '\0').split('\0');
  return page.slice(start?.length, page.length - (end?.length ?? 0));
};

const marksOf = (command: string): { readonly start: string; readonly end: string } => ({
  start: `<!-- Written by \`${command}\`. Do not edit. -->`,
  end: `<!-- End of what \`${command}\` writes. -->`,
});
