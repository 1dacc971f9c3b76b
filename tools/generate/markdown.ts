/** A page of the docs that is written by `npm run generate`. */
export interface Page {
  /** From the root of the project: `docs/reference.md`. */
  readonly path: string;
  readonly content: string;
}

/** What stands at the top of a page that nobody edits by hand. */
export const generatedFrom = (sources: string): string =>
  `<!-- Written by \`npm run generate\` from ${sources}. Do not edit. -->`;

/** A Markdown table. Cells are Markdown; what would end a cell is escaped. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ');

/** Text in the font of code. */
export const code = (text: string): string => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``);

/** A value as a block of JSON. */
export const jsonBlock = (value: unknown): string => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;

/** Something long behind a line to click. */
export const folded = (summary: string, content: string): string =>
  `<details>\n<summary>${summary}</summary>\n\n${content}\n\n</details>`;

/** The anchor that GitHub gives a heading. */
export const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');

/** Parts of a page, a blank line between them, ending with a line break. */
export const page = (parts: readonly string[]): string => `${parts.join('\n\n')}\n`;
