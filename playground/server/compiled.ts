import * as z from 'zod';
import type { Lambda } from '../../sandbox/zapier/lambda.ts';
import type { JsonObject } from '../../src/lib/json.ts';
import type { FormField, Operation } from '../api.ts';
import type { Connector } from './connector.ts';

const FIELD = z.object({
  key: z.string(),
  label: z.string().exactOptional(),
  helpText: z.string().exactOptional(),
  type: z.string().exactOptional(),
  required: z.boolean().exactOptional(),
  list: z.boolean().exactOptional(),
  dict: z.boolean().exactOptional(),
  placeholder: z.string().exactOptional(),
  default: z.string().exactOptional(),
  group: z.string().exactOptional(),
  choices: z.array(z.object({ value: z.string(), label: z.string() })).exactOptional(),
  altersDynamicFields: z.boolean().exactOptional(),
  get children() {
    return z.array(FIELD).exactOptional();
  },
});

const OUTPUT = z.object({
  key: z.string(),
  label: z.string(),
  type: z.string().exactOptional(),
  list: z.boolean().exactOptional(),
  get children() {
    return z.array(OUTPUT).exactOptional();
  },
});

const OPERATION = z.object({
  key: z.string(),
  display: z.object({ label: z.string(), description: z.string(), directions: z.string().exactOptional() }),
  operation: z.object({
    inputFieldGroups: z.array(z.object({ key: z.string(), label: z.string() })),
    outputFields: z.array(OUTPUT),
  }),
});

const DEFINITION = z.object({
  version: z.string(),
  authentication: z.object({ fields: z.array(FIELD), connectionLabel: z.string() }),
  triggers: z.record(z.string(), OPERATION),
  creates: z.record(z.string(), OPERATION),
});

/** The built app, as its own definition describes it. */
export interface CompiledApp {
  readonly version: string;
  readonly connection: readonly FormField[];
  /** The template of a connection's label: its `{{keys}}` are those of the connection test's result. */
  readonly connectionLabel: string;
  /** Actions, then triggers. */
  readonly operations: readonly Operation[];
}

/** Reads the definition of the running app. Throws a ZodError if it does not have the expected shape. */
export const readCompiledApp = async (connector: Connector): Promise<CompiledApp> => {
  const { version, authentication, creates, triggers } = DEFINITION.parse(await connector.definition());
  const described = [
    ...Object.values(creates).map((operation) => ({ kind: 'create' as const, ...operation })),
    ...Object.values(triggers).map((operation) => ({ kind: 'trigger' as const, ...operation })),
  ];
  const operations = await Promise.all(
    described.map(
      async ({ kind, key, display, operation }): Promise<Operation> => ({
        kind,
        key,
        ...display,
        groups: operation.inputFieldGroups,
        fields: await readForm(connector, { kind, key }, { authData: {}, inputData: {} }),
        outputs: operation.outputFields,
      }),
    ),
  );
  return {
    version,
    connection: authentication.fields,
    connectionLabel: authentication.connectionLabel,
    operations,
  };
};

/** The path by which Zapier calls an operation: `creates.KEY.operation`. */
export const pathOf = ({ kind, key }: Pick<Operation, 'kind' | 'key'>): string => `${kind}s.${key}.operation`;

/** The form as Zapier shows it for these values, including the fields that they add. */
export const readForm = async (
  app: Pick<Lambda, 'invoke'>,
  operation: Pick<Operation, 'kind' | 'key'>,
  bundle: { readonly authData: Readonly<Record<string, string>>; readonly inputData: JsonObject },
): Promise<FormField[]> => z.array(FIELD).parse(await app.invoke(`${pathOf(operation)}.inputFields`, bundle));
