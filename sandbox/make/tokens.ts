import { UnknownToMake } from './values.ts';

/** A piece of an expression. */
export interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'ticked' | 'sign' | 'end';
  /** Without quotes or backticks. */
  readonly text: string;
}

/** A template cut into plain text and the tokens of its expressions. */
export type TemplatePart = { readonly plain: string } | { readonly tokens: readonly Token[] };

const OPEN = '{{';
const CLOSE = '}}';

const TOKEN =
  /\s*(?:(?<number>\d+(?:\.\d+)?)|'(?<single>[^']*)'|"(?<double>[^"]*)"|`(?<ticked>[^`]+)`|(?<name>[A-Za-z_]\w*)|(?<sign>[=!]==|[=!<>]=|&&|\|\||[-+*/=<>!(),.[\]]))/y;

/**
 * Cuts a template at its double braces. Make documents texts in single or double quotes, names in backticks (names with
 * dashes or spaces), numbers, and the operators (developers.make.com, "JavaScript in Make"). Whether a backslash escapes
 * within quotes, and whether braces within quotes end the expression, is not documented: neither is accepted.
 * Throws {@link UnknownToMake}.
 */
export const cutTemplate = (template: string): TemplatePart[] => {
  const parts: TemplatePart[] = [];
  let at = 0;
  while (at < template.length) {
    const open = template.indexOf(OPEN, at);
    const plain = template.slice(at, open < 0 ? undefined : open);
    if (plain.includes(CLOSE)) throw new UnknownToMake(`Braces that were never opened: ${template}`);
    if (plain !== '') parts.push({ plain });
    if (open < 0) break;
    const { tokens, end } = cutExpression(template, open + OPEN.length);
    parts.push({ tokens });
    at = end;
  }
  return parts;
};

const cutExpression = (template: string, start: number): { tokens: Token[]; end: number } => {
  const tokens: Token[] = [];
  let at = start;
  for (;;) {
    const closing = /\s*\}\}/y;
    closing.lastIndex = at;
    if (closing.test(template)) return { tokens: [...tokens, END], end: closing.lastIndex };
    TOKEN.lastIndex = at;
    const groups = TOKEN.exec(template)?.groups;
    if (!groups) throw new UnknownToMake(`No expression of Make: ${template.slice(at)}`);
    tokens.push(tokenOf(groups));
    at = TOKEN.lastIndex;
  }
};

const END: Token = { kind: 'end', text: 'the end' };

const tokenOf = ({ number, single, double, ticked, name, sign }: Record<string, string>): Token => {
  const quoted = single ?? double;
  if (quoted !== undefined) {
    if (/\\|\{\{|\}\}/.test(quoted))
      throw new UnknownToMake(`A backslash or double braces in quotes: ${quoted}`);
    return { kind: 'text', text: quoted };
  }
  if (number !== undefined) return { kind: 'number', text: number };
  if (ticked !== undefined) return { kind: 'ticked', text: ticked };
  return name === undefined ? { kind: 'sign', text: sign ?? '' } : { kind: 'name', text: name };
};
