import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from '@swc/core';
import { isObject } from '../../src/lib/json.ts';

/** The folder that everything of the project is in. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What a source file names. */
export interface SourceFile {
  /** From {@link ROOT}, with forward slashes. */
  readonly path: string;
  /** What it imports, types included: files as their path from {@link ROOT}, packages by their name. */
  readonly imports: readonly string[];
  /** Those of the imports that the file needs when it runs; the others are types. */
  readonly needed: ReadonlySet<string>;
  /** Every identifier in it. */
  readonly identifiers: ReadonlySet<string>;
}

/** In place of what an `import(...)` imports when that is known only as it runs. */
export const COMPUTED = '(computed)';

const textOf = (node: unknown): string =>
  isObject(node) && node.type === 'StringLiteral' && typeof node.value === 'string' ? node.value : COMPUTED;

const isImportCall = (callee: unknown): boolean =>
  isObject(callee) &&
  (callee.type === 'Import' || (callee.type === 'Identifier' && callee.value === 'require'));

/** Whether a node of the syntax tree imports nothing but types. */
const isTypeOnly = ({ type, typeOnly }: Readonly<Record<string, unknown>>): boolean =>
  type === 'TsImportType' || typeOnly === true;

/** What a node of the syntax tree itself imports. */
const importsOf = (node: Readonly<Record<string, unknown>>): string[] => {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
      return isObject(node.source) ? [textOf(node.source)] : [];
    case 'TsImportType':
      return [textOf(node.argument)];
    case 'CallExpression': {
      const [first] = Array.isArray(node.arguments) ? node.arguments : [];
      return isImportCall(node.callee) ? [textOf(isObject(first) ? first.expression : first)] : [];
    }
    default:
      return [];
  }
};

function* nodesIn(value: unknown): Generator<Readonly<Record<string, unknown>>> {
  if (isObject(value)) yield value;
  if (typeof value === 'object' && value !== null)
    for (const part of Object.values(value)) yield* nodesIn(part);
}

/** What the text of a source file at `path` names. */
export const readSource = (path: string, text: string): SourceFile => {
  const nodes = [...nodesIn(parseSync(text, { syntax: 'typescript', target: 'es2024' }))];
  const identifiers = nodes.flatMap(({ type, value }) =>
    type === 'Identifier' && typeof value === 'string' ? [value] : [],
  );
  const resolve = (name: string) => (name.startsWith('.') ? posix.join(posix.dirname(path), name) : name);
  const importsIn = (some: typeof nodes) => new Set(some.flatMap(importsOf).map(resolve));
  return {
    path,
    imports: [...importsIn(nodes)],
    needed: importsIn(nodes.filter((node) => !isTypeOnly(node))),
    identifiers: new Set(identifiers),
  };
};

/** The source files under some folders, and single files, of the project. */
export const sourcesIn = (...places: readonly string[]): SourceFile[] =>
  globSync(
    places.map((place) => (/\.[jt]s$/.test(place) ? place : `${place}/**/*.{js,ts}`)),
    { cwd: ROOT },
  )
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => readSource(path, readFileSync(join(ROOT, path), 'utf8')));

/** The first circle of imports that is found, its first file at both ends; undefined when there is none. */
export const findCircle = (files: readonly SourceFile[]): string[] | undefined => {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return undefined;
    for (const next of byPath.get(path)?.imports ?? []) {
      const circle = visit(next, [...trail, path]);
      if (circle) return circle;
    }
    done.add(path);
    return undefined;
  };
  for (const { path } of files) {
    const circle = visit(path, []);
    if (circle) return circle;
  }
  return undefined;
};
