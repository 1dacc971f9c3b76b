import type { Recipe } from '../recipes/recipe.ts';
import { referencesIn } from '../sandbox/zapier/mapping.ts';
import { USERPILOT_EVENT } from '../src/actions/userpilot-event.ts';
import type { Json } from '../src/lib/json.ts';
import type { LinkedApp } from './linked-app.ts';

/**
 * A link that opens Zapier's editor on a new Zap with steps and fixed values filled in, made from a recipe. Zapier documents its
 * parameters (docs.zapier.com, "Pre-filled Zaps"); the address is the one that its developer platform itself links to for a
 * private app. It cannot carry what is mapped from the step before, dictionaries or line items.
 */

/** Where the link leads, and how much it fills in. */
export interface PrefilledZap {
  readonly url: string;
  /** False where Zapier's name of the trigger's app is not known for sure: people choose the trigger themselves. */
  readonly hasTrigger: boolean;
  /** Keys of the action's inputs that are filled in. */
  readonly filled: readonly string[];
}

/** A trigger or action as Zapier names it. */
interface Step {
  readonly app: string;
  readonly action: string;
  readonly type: 'read' | 'write';
}

const EDITOR = 'https://zapier.com/webintent/create-zap';

/** Zapier's own names, by the app and event of a recipe. */
const KNOWN_TRIGGERS: Readonly<Record<string, Step>> = {
  'Webhooks by Zapier: Catch Hook': { app: 'WebHookAPI', action: 'hook_v2', type: 'read' },
};

/** What recipes have in place of the reader's website. It is left out: nobody would notice that it is still there. */
const EXAMPLE_SITE = 'https://yourwebsite.com';

const triggerOf = ({ trigger }: Recipe, ours: string): Step | undefined =>
  'delivery' in trigger
    ? { app: ours, action: USERPILOT_EVENT.key, type: 'read' }
    : KNOWN_TRIGGERS[`${trigger.app}: ${trigger.event}`];

/** The value of a field that every user of a recipe has; undefined when it is mapped or no single value. */
const fixedValue = (template: Json): string | undefined => {
  const isSingle = ['string', 'number', 'boolean'].includes(typeof template);
  const isFixed =
    isSingle && !String(template).startsWith(EXAMPLE_SITE) && referencesIn(template).length === 0;
  return isFixed ? String(template) : undefined;
};

/** The link for a recipe. */
export const prefilledZap = (recipe: Recipe, { id, version }: LinkedApp): PrefilledZap => {
  const app = `App${id}CLIAPI@${version}`;
  const trigger = triggerOf(recipe, app);
  const fixed = Object.entries(recipe.mapping).flatMap(([key, template]) => {
    const value = fixedValue(template);
    return value === undefined ? [] : [[key, value] as const];
  });
  const ofStep = (index: number, step: Step): (readonly [string, string])[] =>
    (['app', 'type', 'action'] as const).map((key) => [`steps[${index}][${key}]`, step[key]]);
  const parameters = [
    ...(trigger === undefined ? [] : ofStep(0, trigger)),
    ...ofStep(1, { app, action: recipe.action, type: 'write' }),
    ...fixed.map(([key, value]) => [`steps[1][params][${key}]`, value] as const),
  ];
  const query = parameters.map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`);
  return {
    url: `${EDITOR}?${query.join('&')}`,
    hasTrigger: trigger !== undefined,
    filled: fixed.map(([key]) => key),
  };
};
