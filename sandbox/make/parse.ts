import { cutTemplate, type Token } from './tokens.ts';
import { UnknownToMake, type Value } from './values.ts';

/** A parsed expression. */
export type Expression =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'member'; readonly of: Expression; readonly name: string }
  /** Counted from 1. */
  | { readonly kind: 'item'; readonly of: Expression; readonly nth: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'unary'; readonly sign: '!' | '-'; readonly of: Expression }
  | {
      readonly kind: 'binary';
      readonly sign: BinarySign;
      readonly left: Expression;
      readonly right: Expression;
    };

/** An operator between two values. `=` and `===` are written `==`, and `!==` is `!=`: Make takes them for the same. */
export type BinarySign = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/';

/** Other spellings of operators. */
const SPELLINGS: ReadonlyMap<string, BinarySign> = new Map([
  ['=', '=='],
  ['===', '=='],
  ['!==', '!='],
]);

/** A template as plain texts and expressions, in order. */
export type Template = readonly (string | Expression)[];

/** From the weakest to the strongest, as in JavaScript (our reading: Make does not say). */
const LEVELS: readonly (readonly BinarySign[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/'],
];

const KEYWORDS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['true', true],
  ['false', false],
  ['null', null],
  // Make's documentation uses it as a value: `ifempty(parameters.content, undefined)` ("Processing of input parameters").
  ['undefined', undefined],
]);

/** Reads a template. Throws {@link UnknownToMake} on what is no expression of Make. */
export const parseTemplate = (template: string): Template =>
  cutTemplate(template).map((part) => ('plain' in part ? part.plain : parseExpression(part.tokens)));

const parseExpression = (tokens: readonly Token[]): Expression => {
  let at = 0;
  const peek = (): Token => tokens[at] ?? { kind: 'end', text: 'the end' };
  const next = (): Token => {
    const token = peek();
    at += 1;
    return token;
  };
  const unexpected = (token: Token): UnknownToMake => new UnknownToMake(`Unexpected ${token.text}`);
  const takeSign = (sign: string): boolean => {
    const { kind, text } = peek();
    if (kind !== 'sign' || text !== sign) return false;
    at += 1;
    return true;
  };
  const expectSign = (sign: string): void => {
    if (!takeSign(sign)) throw unexpected(peek());
  };

  const binary = (level: number): Expression => {
    const signs = LEVELS[level];
    if (!signs) return unary();
    let left = binary(level + 1);
    for (;;) {
      const { kind, text } = peek();
      const sign = signs.find((candidate) => candidate === (SPELLINGS.get(text) ?? text));
      if (kind !== 'sign' || sign === undefined) return left;
      at += 1;
      left = { kind: 'binary', sign, left, right: binary(level + 1) };
    }
  };

  const unary = (): Expression => {
    for (const sign of ['!', '-'] as const) if (takeSign(sign)) return { kind: 'unary', sign, of: unary() };
    return postfix();
  };

  const postfix = (): Expression => {
    let of = primary();
    for (;;) {
      if (takeSign('.')) of = { kind: 'member', of, name: memberName() };
      else if (takeSign('[')) {
        of = { kind: 'item', of, nth: binary(0) };
        expectSign(']');
      } else return of;
    }
  };

  const memberName = (): string => {
    const token = next();
    if (token.kind !== 'name' && token.kind !== 'ticked') throw unexpected(token);
    return token.text;
  };

  const primary = (): Expression => {
    const token = next();
    if (token.kind === 'number') return { kind: 'value', value: Number(token.text) };
    if (token.kind === 'text') return { kind: 'value', value: token.text };
    if (token.kind === 'name') {
      if (takeSign('(')) return { kind: 'call', name: token.text, args: args() };
      return KEYWORDS.has(token.text)
        ? { kind: 'value', value: KEYWORDS.get(token.text) }
        : { kind: 'variable', name: token.text };
    }
    if (token.kind !== 'sign' || token.text !== '(') throw unexpected(token);
    const inner = binary(0);
    expectSign(')');
    return inner;
  };

  const args = (): Expression[] => {
    if (takeSign(')')) return [];
    const list = [binary(0)];
    while (takeSign(',')) list.push(binary(0));
    expectSign(')');
    return list;
  };

  const expression = binary(0);
  if (peek().kind !== 'end') throw unexpected(peek());
  return expression;
};

/** Every expression within an expression, itself included. */
export const withinExpression = (expression: Expression): Expression[] => {
  const inner = (): Expression[] => {
    switch (expression.kind) {
      case 'value':
      case 'variable':
        return [];
      case 'member':
      case 'unary':
        return [expression.of];
      case 'item':
        return [expression.of, expression.nth];
      case 'call':
        return [...expression.args];
      case 'binary':
        return [expression.left, expression.right];
    }
  };
  return [expression, ...inner().flatMap(withinExpression)];
};
