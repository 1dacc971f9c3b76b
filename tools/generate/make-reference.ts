import { isObject } from '../../src/lib/json.ts';
import { makeApp } from '../../src/make/app.ts';
import type { MakeModule, MakeParameter } from '../../src/make/app-types.ts';
import { DIFFERENCES } from '../../src/make/differences.ts';
import { code, folded, generatedFrom, jsonBlock, type Page, page, table } from './markdown.ts';

/** What a parameter takes, in words. */
const TYPES: Readonly<Record<string, string>> = {
  text: 'text',
  password: 'text, never shown again',
  number: 'number',
  boolean: 'yes or no',
  date: 'date',
  any: 'anything; types stay as they are mapped',
  collection: 'collection',
  array: 'list',
  select: 'choice',
};

/** The columns within a parameter: of a collection, or of the rows of a list. */
const columnsOf = ({ spec }: MakeParameter): readonly MakeParameter[] => {
  if (spec === undefined) return [];
  return 'type' in spec ? columnsOf(spec as MakeParameter) : (spec as readonly MakeParameter[]);
};

/** A parameter and what stands within it, a line each: label, name, type, help. */
const parameterRows = (parameter: MakeParameter, path = ''): string[][] => {
  const { name = '', type, label = '', help = '', required, multiple } = parameter;
  const own = `${path}${name}`;
  const list = type === 'array' || multiple;
  return [
    [
      `${label}${required ? ' (required)' : ''}`,
      code(own),
      multiple ? 'choices' : (TYPES[type] ?? type),
      help,
    ],
    ...columnsOf(parameter).flatMap((column) => parameterRows(column, `${own}${list ? '[]' : ''}.`)),
  ];
};

const formTable = (parameters: readonly MakeParameter[]): string =>
  table(
    ['Field', 'Name', 'Takes', 'Help'],
    parameters.filter(({ type }) => type !== 'banner').flatMap((parameter) => parameterRows(parameter)),
  );

const outputsTable = (outputs: readonly MakeParameter[]): string =>
  table(
    ['Output', 'Name', 'Type'],
    outputs.flatMap((output) =>
      parameterRows(output).map(([label = '', name = '', type = '']) => [label, name, type]),
    ),
  );

const KINDS: Readonly<Record<MakeModule['type'], string>> = {
  action: 'An action.',
  instant_trigger: 'An instant trigger.',
  universal: 'For what no other module does.',
};

const moduleSection = (id: string, module: MakeModule, asked: readonly MakeParameter[]): string[] => [
  `## ${module.label}`,
  `${KINDS[module.type]} ID ${code(id)}. ${module.description}`,
  formTable(asked),
  outputsTable(module.interface),
  folded('Sample output', jsonBlock(module.samples)),
];

/** What Make does when a module fails with an error of a type ("Error processing", Make's documentation). */
const FATES: Readonly<Record<string, string>> = {
  InvalidAccessTokenError: 'Stops the scenario until you reconnect.',
  RateLimitError: 'Runs the module again later, if the scenario keeps incomplete executions.',
  ConnectionError: 'Runs the module again later, if the scenario keeps incomplete executions.',
  DataError: 'Stops this run, and keeps it if the scenario keeps incomplete executions.',
  RuntimeError: 'Stops this run, and keeps it if the scenario keeps incomplete executions.',
};

/** A message with `…` for what differs. */
const readable = (message: unknown): string => String(message).replace(/\{\{.*?\}\}(?=\]|$)/g, '…');

/** What stands in quotes at the end of an expression that decides between two texts. */
const EITHER = /^(.*)\{\{if\(.* == 'page', '(.*)', '(.*)'\)\}\}$/;

/** One message of a status, or two where an expression decides. */
const alternatives = (text: unknown): string[] => {
  const [, before = '', first, second] = EITHER.exec(String(text)) ?? [];
  return first === undefined || second === undefined
    ? [String(text)]
    : [`${before}${first}`, `${before}${second}`];
};

/** The errors of the base: message, and what Make does. */
const errorRows = (): string[][] => {
  const { base } = makeApp();
  const response = isObject(base) ? base.response : undefined;
  const directive = isObject(response) && isObject(response.error) ? response.error : {};
  const valid = isObject(response) && isObject(response.valid) ? response.valid : {};
  const lines = Object.values(directive).flatMap((error) => {
    if (!isObject(error)) return [];
    const types = alternatives(error.type);
    return alternatives(error.message).map((message, at) => [
      code(readable(message)),
      FATES[types[at] ?? ''] ?? '',
    ]);
  });
  return [
    ...lines,
    [code(readable(valid.message)), FATES[String(valid.type)] ?? ''],
    [
      code(readable(directive.message)),
      `${FATES.RuntimeError} With status 429, or 500 and above: ${FATES.ConnectionError?.toLowerCase()}`,
    ],
  ];
};

/** docs/make-reference.md: the Make app's modules, errors and differences, from what the app itself is made of. */
export const makeReferencePage = (): Page => {
  const { connections, webhooks, modules } = makeApp();
  const [connection] = Object.values(connections);
  const [webhook] = Object.values(webhooks);
  return {
    path: 'docs/make-reference.md',
    content: page([
      generatedFrom('src/make/'),
      '# Reference for Make',
      'Every module, field, output and error of the Make app. How to use them is in the [guide](make.md).',
      '## Connection',
      formTable(connection?.params ?? []),
      ...Object.entries(modules).flatMap(([id, module]) =>
        moduleSection(
          id,
          module,
          module.type === 'instant_trigger' ? (webhook?.params ?? []) : module.mappableParams,
        ),
      ),
      '## Errors',
      "In the table, `…` stands for what varies. A message starts with the status of Usermaven's response.",
      table(['Message', 'What Make does'], errorRows()),
      '## Differences from Zapier',
      'Make runs expressions where Zapier runs our code, so the Make app does some things differently. This list is complete: a test compares the two apps and allows no other differences.',
      table(
        ['Where', 'What'],
        Object.values(DIFFERENCES).map(({ in: where, what }) => [where, what]),
      ),
    ]),
  };
};
