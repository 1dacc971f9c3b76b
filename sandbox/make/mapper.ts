import { fillUnder, type Variables } from './evaluate.ts';
import type { Reading } from './readings.ts';
import { type Collection, isArray, isCollection, UnknownToMake, type Value } from './values.ts';

/**
 * The language of a scenario's mapper: the functions of an app's expressions, but with semicolons between arguments, and
 * with values of other modules as `1.amount` (Make's help, "Map data between modules"; exports of public projects). The
 * keyword `ignore` leaves the field out that it is mapped to (Make's help, "Keywords"). An expression is rewritten into an
 * app's and evaluated as one, so that both languages mean the same here.
 */

/** The outputs of the modules before, by the ids of the modules. */
export type BundlesByModule = ReadonlyMap<number, Collection>;

const OPEN = '{{';
const CLOSE = '}}';

/** What may not be taken apart (texts, names in backticks), a module's id before a full stop, a keyword, and what separates arguments. */
const PIECE =
  /"[^"]*"|'[^']*'|`[^`]*`|(?<![\w.])(?<id>\d+)(?=\.[A-Za-z_`])|(?<![\w.])(?<ignore>ignore)(?![\w.(])|[;,]|\}\}/g;

/** The variable that stands for a module's output. */
const variableOf = (id: number | string): string => `module${id}`;

interface Expressions {
  /** The template with its expressions as an app's. */
  readonly template: string;
  /** The ids of the modules that it refers to. */
  readonly modules: readonly number[];
}

const rewrite = (template: string): Expressions => {
  const modules: number[] = [];
  let rewritten = '';
  let at = 0;
  for (;;) {
    const open = template.indexOf(OPEN, at);
    if (open < 0) return { template: rewritten + template.slice(at), modules };
    rewritten += template.slice(at, open);
    const start = open + OPEN.length;
    const expression = [...template.slice(start).matchAll(PIECE)];
    const close = expression.find(([piece]) => piece === CLOSE);
    if (!close) throw new UnknownToMake(`Braces that are never closed: ${template}`);
    const inner = template.slice(start, start + close.index);
    rewritten += `${OPEN}${inner.replace(PIECE, (piece: string, ...rest) => {
      const { id, ignore } = rest.at(-1) as { id?: string; ignore?: string };
      if (ignore !== undefined) return 'undefined';
      if (id !== undefined) {
        modules.push(Number(id));
        return variableOf(id);
      }
      if (piece === ',') throw new UnknownToMake(`A comma between arguments of a mapper: ${inner}`);
      return piece === ';' ? ',' : piece;
    })}${CLOSE}`;
    at = start + close.index + CLOSE.length;
  }
};

const rewriteAll = (value: Value): Value => {
  if (typeof value === 'string') return rewrite(value).template;
  if (isArray(value)) return value.map(rewriteAll);
  if (!isCollection(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, rewriteAll(member)]));
};

/** The ids of the modules whose output a mapper, or a part of it, refers to. Throws {@link UnknownToMake} on broken braces. */
export const modulesIn = (mapper: Value): number[] => {
  if (typeof mapper === 'string') return [...rewrite(mapper).modules];
  if (isArray(mapper)) return mapper.flatMap(modulesIn);
  return isCollection(mapper) ? Object.values(mapper).flatMap(modulesIn) : [];
};

/** A mapper, or a part of it, filled with the output of the modules before. Throws {@link UnknownToMake} as the evaluation does. */
export const fillMapper = (mapper: Value, bundles: BundlesByModule, reading?: Reading): Value => {
  const variables: Variables = Object.fromEntries(
    [...bundles].map(([id, bundle]) => [variableOf(id), bundle]),
  );
  return fillUnder(reading)(rewriteAll(mapper), variables);
};
