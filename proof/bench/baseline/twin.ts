import ours from '../../../index.ts';
import { WORK } from './work.ts';

/**
 * Our app without our code: the same connection, forms and outputs, but what runs is the least that does the same work.
 * Zapier copies the whole definition twice at every call, so this is the floor for an app with our forms.
 */

const idle = <T extends { readonly operation: object }>(parts: Readonly<Record<string, T>>) =>
  Object.fromEntries(
    Object.entries(parts).map(([key, part]) => [
      key,
      { ...part, operation: { ...part.operation, perform: WORK.get(key) } },
    ]),
  );

const app = { ...ours, triggers: idle(ours.triggers), creates: idle(ours.creates) };

// biome-ignore lint/style/noDefaultExport: what Zapier loads.
export default app;
