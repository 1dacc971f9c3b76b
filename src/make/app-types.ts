import type { Template } from './iml.ts';

/** A parameter of a form, or a value of an interface, as Make describes both. */
export interface MakeParameter {
  readonly name?: string;
  readonly type: string;
  readonly label?: string;
  readonly help?: string;
  readonly required?: true;
  readonly advanced?: true;
  readonly editable?: true;
  readonly multiple?: true;
  readonly default?: string;
  readonly options?: readonly { readonly label: string; readonly value: string }[];
  readonly spec?: readonly MakeParameter[] | MakeParameter;
  readonly labels?: { readonly add: string };
  readonly validate?: {
    readonly maxItems?: number;
    readonly minItems?: number;
    readonly pattern?: string;
  };
  /** Of a banner. */
  readonly title?: string;
  readonly text?: string;
  readonly badge?: string;
  readonly theme?: string;
  readonly closable?: boolean;
}

/** One section of a component, as Make stores it. */
export type Section = Template | readonly MakeParameter[];

/** What a user connects with. */
export interface MakeConnection {
  readonly label: string;
  readonly communication: Template;
  readonly params: readonly MakeParameter[];
}

/** What receives requests for an instant trigger. */
export interface MakeWebhook {
  readonly label: string;
  readonly communication: Template;
  readonly params: readonly MakeParameter[];
}

/** A building block of a scenario. */
export interface MakeModule {
  readonly label: string;
  readonly description: string;
  readonly type: 'action' | 'instant_trigger' | 'universal';
  readonly crud?: 'create';
  readonly communication: Template;
  readonly staticParams: readonly MakeParameter[];
  readonly mappableParams: readonly MakeParameter[];
  readonly interface: readonly MakeParameter[];
  readonly samples: Template;
}

/** The whole app, by the ids of its components. */
export interface MakeApp {
  readonly base: Template;
  /** What every module reads as `common`. */
  readonly common: Template;
  readonly connections: Readonly<Record<string, MakeConnection>>;
  readonly webhooks: Readonly<Record<string, MakeWebhook>>;
  readonly modules: Readonly<Record<string, MakeModule>>;
  readonly groups: readonly { readonly label: string; readonly modules: readonly string[] }[];
  readonly readme: string;
}
