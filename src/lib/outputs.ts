interface Scalars {
  string: string;
  number: number;
  integer: number;
  boolean: boolean;
  /** ISO 8601 in UTC. */
  datetime: string;
}

interface Named {
  /** A contract: it never changes or disappears. */
  readonly key: string;
  /** Title Case, as Zapier shows it. */
  readonly label: string;
}

interface ScalarOutput extends Named {
  readonly type: keyof Scalars;
  /** Never null. */
  readonly always?: true;
  /** Several values. */
  readonly list?: true;
}

interface ObjectOutput extends Named {
  readonly type: 'object';
  /** Several objects with exactly these members. One object alone may have others beside them. */
  readonly list?: true;
  readonly children: readonly ScalarOutput[];
}

/** A value that an action or trigger passes to later steps: what the editor calls it and what it holds. */
export type Output = ScalarOutput | ObjectOutput;

type ScalarOf<O extends ScalarOutput> = O extends { readonly list: true }
  ? Scalars[O['type']][]
  : O extends { readonly always: true }
    ? Scalars[O['type']]
    : Scalars[O['type']] | null;

type Members<L extends readonly ScalarOutput[]> = { [O in L[number] as O['key']]: ScalarOf<O> };

type ValueOf<O extends Output> = O extends ObjectOutput
  ? O extends { readonly list: true }
    ? Members<O['children']>[]
    : Members<O['children']> & { [name: string]: unknown }
  : O extends ScalarOutput
    ? ScalarOf<O>
    : never;

/** The TypeScript type of what a list of outputs declares. Every key is always there; a value that is missing is null or `[]`. */
export type OutputOf<L extends readonly Output[]> = { [O in L[number] as O['key']]: ValueOf<O> };
