import { loadRecipes } from '../recipes/recipe.ts';
import { labelOf } from './generate/reference-fields.ts';
import { linkedApp, NOT_LINKED } from './linked-app.ts';
import { prefilledZap } from './prefilled-zap.ts';
import { checkNoArguments } from './run.ts';
import { inviteLink } from './zapier-cli.ts';

/** `npm run share`: prints what a maintainer sends to the people who should use the app on Zapier. */

const LIMITS =
  'The links fill in fixed values only. Mapped values, dictionaries and line items are in the table of each recipe (docs/recipes.md).';

const share = async (): Promise<void> => {
  checkNoArguments('npm run share');
  const app = linkedApp();
  if (app === undefined) throw new Error(NOT_LINKED);
  console.log(`The invite link. It cannot be revoked:\n\n  ${await inviteLink()}\n`);
  console.log(`Pre-filled Zaps with version ${app.version}, for people who were invited. ${LIMITS}`);
  for (const recipe of loadRecipes()) {
    const { url, hasTrigger, filled } = prefilledZap(recipe, app);
    const { app: from, event } = recipe.trigger;
    const trigger = hasTrigger ? `${from}: ${event}` : `choose the trigger yourself (${from}: ${event})`;
    console.log(
      `\n${recipe.title}\n  Trigger: ${trigger}. Filled in: ${filled.map(labelOf).join(', ') || 'nothing but the steps'}.\n  ${url}`,
    );
  }
};

try {
  await share();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
