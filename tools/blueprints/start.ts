import type { Recipe } from '../../recipes/recipe.ts';
import { referencesIn } from '../../sandbox/zapier/mapping.ts';
import { USERPILOT_EVENT } from '../../src/actions/userpilot-event.ts';
import { isJsonObject, type JsonObject } from '../../src/lib/json.ts';
import { LIMITS } from '../../src/usermaven/limits.ts';
import { columnIn } from '../generate/make-values.ts';

/**
 * How a scenario starts. `trigger`: our own; `webhook`: a custom webhook that receives the sample as JSON; `rows`: the
 * rows of a sheet, one at a time, with columns by number.
 */
export type StartKind = 'trigger' | 'webhook' | 'rows';

/** The first module of a recipe as a scenario. */
export interface Start {
  readonly kind: StartKind;
  /** As Make's editor names it: `Google Sheets: Search rows`. */
  readonly label: string;
}

/** A module of one of Make's own apps. */
export interface OwnModule {
  readonly module: string;
  readonly version: number;
  readonly mapper: JsonObject;
}

/** Names, versions and values are those of exports of public projects. The spreadsheet is left for the editor to ask. */
export const START_MODULES: Readonly<Record<Exclude<StartKind, 'trigger'>, OwnModule>> = {
  webhook: { module: 'gateway:CustomWebHook', version: 1, mapper: {} },
  rows: {
    module: 'google-sheets:filterRows',
    version: 2,
    mapper: {
      from: 'drive',
      includesHeaders: true,
      tableFirstRow: 'A1:Z1',
      sortOrder: 'asc',
      limit: String(LIMITS.eventsPerRequest),
      valueRenderOption: 'FORMATTED_VALUE',
      dateTimeRenderOption: 'FORMATTED_STRING',
    },
  },
};

/** What Make has in place of triggers that are Zapier's own, or that hand over all rows at once. */
const KNOWN: Readonly<Record<string, Start>> = {
  'Webhooks by Zapier': { kind: 'webhook', label: 'Webhooks: Custom webhook' },
  'Google Sheets': { kind: 'rows', label: 'Google Sheets: Search rows' },
};

/** How a recipe starts on Make. Where the app of its trigger is not known here, a custom webhook stands for it. */
export const startOf = ({ trigger }: Recipe): Start => {
  if ('delivery' in trigger) return { kind: 'trigger', label: `Usermaven: ${USERPILOT_EVENT.make.label}` };
  return KNOWN[trigger.app] ?? { kind: 'webhook', label: `${trigger.app}: ${trigger.event}` };
};

/** The columns of the sheet that a recipe needs, in the order of its sample; column A of the sheet is the first. */
export const sheetColumns = (recipe: Recipe, sample: JsonObject): string[] => {
  const used = referencesIn(recipe.mapping).map(columnIn);
  const [row = {}] = rowsIn(recipe, sample);
  return Object.keys(row).filter((name) => used.includes(name));
};

/** The name of the list of rows in the sample, as the mapping refers to it; undefined where the sample is one row itself. */
export const listIn = ({ mapping }: Recipe): string | undefined =>
  referencesIn(mapping)
    .find((path) => path.includes('[]'))
    ?.replace(/\[\].*$/, '');

/** The rows of a sample: those of its list, or the sample itself. */
export const rowsIn = (recipe: Recipe, sample: JsonObject): JsonObject[] => {
  const list = listIn(recipe);
  if (list === undefined) return [sample];
  const rows = sample[list];
  return Array.isArray(rows) ? rows.filter(isJsonObject) : [];
};
