import type { Bundle, Create, ZObject } from 'zapier-platform-core';
import type { Operation } from '../operations/operation.ts';
import { toGroups, toInputFields, toOutputFields } from './form.ts';

/** An action as Zapier's create. */
export const toCreate = <O extends Operation, R extends object>(
  operation: O,
  perform: (z: ZObject, bundle: Bundle) => Promise<R>,
) =>
  ({
    key: operation.key,
    noun: operation.noun,
    display: { ...operation.zapier },
    operation: {
      perform,
      inputFieldGroups: toGroups(operation.fields),
      inputFields: toInputFields(operation.fields),
      outputFields: toOutputFields(operation.outputs),
      sample: { ...operation.sample },
    },
  }) satisfies Create;
