import * as z from 'zod';
import { appInProcess, ask } from './in-process.ts';

const INPUT = z.looseObject({
  key: z.string(),
  label: z.string(),
  helpText: z.string().optional(),
  type: z.string().optional(),
  required: z.boolean().optional(),
  dynamic: z.string().optional(),
  choices: z.array(z.looseObject({ value: z.string(), label: z.string() })).optional(),
  get children() {
    return z.array(INPUT).optional();
  },
});

const OUTPUT = z.looseObject({
  key: z.string(),
  label: z.string(),
  type: z.string().optional(),
  list: z.boolean().optional(),
  get children() {
    return z.array(OUTPUT).optional();
  },
});

/** What a function of the app is in a compiled definition. */
const FUNCTION = z.string().regex(/^\$func\$/);

const OPERATION = z.looseObject({
  key: z.string(),
  noun: z.string(),
  display: z.looseObject({
    label: z.string(),
    description: z.string(),
    directions: z.string().optional(),
    hidden: z.boolean().optional(),
  }),
  operation: z.looseObject({
    type: z.string().optional(),
    perform: FUNCTION,
    performList: FUNCTION.optional(),
    performSubscribe: FUNCTION.optional(),
    performUnsubscribe: FUNCTION.optional(),
    inputFieldGroups: z.array(z.looseObject({ key: z.string(), label: z.string() })),
    inputFields: z.array(z.union([FUNCTION, INPUT])),
    outputFields: z.array(OUTPUT),
    sample: z.record(z.string(), z.json()),
    cleanInputData: z.boolean().optional(),
  }),
});

const DEFINITION = z.looseObject({
  version: z.string(),
  platformVersion: z.string(),
  authentication: z.looseObject({
    fields: z.array(INPUT.extend({ isNoSecret: z.boolean().optional() })),
    connectionLabel: z.string(),
  }),
  flags: z.record(z.string(), z.unknown()),
  triggers: z.record(z.string(), OPERATION),
  creates: z.record(z.string(), OPERATION),
});

/** An input of a compiled form. */
export type InputField = z.output<typeof INPUT>;

/** A declared output of a compiled operation. */
export type OutputField = z.output<typeof OUTPUT>;

/** The app as Zapier stores it, but for what is not looked at here: functions are `$func$...`. */
export const DEFINITION_OF_APP = DEFINITION.parse(await ask('definition'));

const { invoke } = appInProcess();

const operationsOf = (kind: 'triggers' | 'creates') =>
  Promise.all(
    Object.values(DEFINITION_OF_APP[kind]).map(async (operation) => ({
      kind,
      name: operation.key,
      ...operation,
      inputs: z
        .array(INPUT)
        .parse(
          await invoke(`${kind}.${operation.key}.operation.inputFields`, { inputData: FORM_WITH_A_COLUMN }),
        ),
    })),
  );

/** What a user has typed in when every kind of field shows: one attribute name, so that rows get its column. */
const FORM_WITH_A_COLUMN = { attribute_names: ['example'] };

/** Every trigger and action. `inputs` is the form as Zapier shows it, the functions in it executed. */
export const OPERATIONS = [...(await operationsOf('triggers')), ...(await operationsOf('creates'))];

/** A trigger or an action, compiled. */
export type CompiledOperation = (typeof OPERATIONS)[number];

/** The fields of a form and the columns of its rows. */
export const withColumns = (inputs: readonly InputField[]): InputField[] =>
  inputs.flatMap((field) => [field, ...withColumns(field.children ?? [])]);

/** Every text anywhere in a value, with the keys that lead there: `['authentication.fields.0.label', 'API Key']`. */
export const textsIn = (value: unknown, path = ''): [path: string, text: string][] => {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    textsIn(member, path === '' ? key : `${path}.${key}`),
  );
};
