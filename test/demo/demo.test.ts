import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadRecipes, withApiKey } from '../../recipes/recipe.ts';
import type { Json } from '../../src/lib/json.ts';
import { isAsExpected } from '../../tools/demo/deliver.ts';

const DEMO = join(process.cwd(), 'tools', 'demo.ts');
let folder = '';

/** Runs the demo on the build that is there, in a folder of its own so that nobody's `.env` is read. */
const demo = (...args: string[]): Promise<{ code: number | null; text: string }> =>
  new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', DEMO, '--built', ...args],
      {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let text = '';
    child.stdout.on('data', (part: Buffer) => (text += part.toString()));
    child.stderr.on('data', (part: Buffer) => (text += part.toString()));
    child.on('close', (code) => resolve({ code, text: stripVTControlCharacters(text) }));
  });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'usermaven-demo-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the demo', () => {
  test('delivers every recipe as expected, tells one timeline, fits 80 columns and ends by itself', async () => {
    const recipes = loadRecipes();
    const { code, text } = await demo();
    for (const { title } of recipes) expect(text).toContain(title);
    expect(text.match(/✓ as the recipe expects/g)).toHaveLength(recipes.length);
    expect(text.match(/✓ accepted/g)).toHaveLength(recipes.length);
    expect(text).toMatch(/Call Completed +← anonymous then, stitched/);
    expect(text).toContain(`${recipes.length} recipes, ${recipes.length} delivered as expected, 0 not`);
    expect(Math.max(...text.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(80);
    expect(code).toBe(0);
  });

  test('runs one recipe by its name', async () => {
    const { code, text } = await demo('stripe');
    expect(text).toContain('Stripe payment succeeded');
    expect(text).toContain('1 recipe, 1 delivered as expected, 0 not, 1 event stored');
    expect(code).toBe(0);
  });

  test('names the recipes there are when one is unknown', async () => {
    const { code, text } = await demo('strpie');
    expect(text).toContain('No recipe is called strpie.');
    for (const { name } of loadRecipes()) expect(text).toContain(`  ${name}`);
    expect(code).toBe(1);
  });

  test('refuses options it does not know', async () => {
    const { code, text } = await demo('--lvie');
    expect(text).toContain('That is not an option of the demo.');
    expect(code).toBe(1);
  });

  test('goes live only with credentials in .env', async () => {
    const { code, text } = await demo('--live');
    expect(text).toContain('--live needs authData_api_key=… and authData_server_token=… in the file .env.');
    expect(code).toBe(1);
  });

  test('goes live only when somebody says so', async () => {
    writeFileSync(join(folder, '.env'), 'authData_api_key=UMlive0001\nauthData_server_token=very-secret\n');
    const { code, text } = await demo('--live');
    expect(text).toContain('Nothing was sent.');
    expect(text).not.toContain('very-secret');
    expect(code).toBe(1);
  });
});

describe('a recipe is as expected', () => {
  const stripe = loadRecipes().filter(({ name }) => name === 'stripe');

  test.each(stripe)('$name: with the id that we make', (recipe) => {
    const received = { ...(withApiKey(recipe.expected, 'UM1') as Record<string, Json>), event_id: 'made' };
    expect(isAsExpected(recipe, [received], 'UM1')).toBe(true);
  });

  test.each([
    ['a value differs', { event_attributes: { amount: '2900' } }],
    ['a key is more', { viewport_size: '0' }],
    ['a key is less', { url: undefined }],
  ])('not when %s', (_what, change) => {
    for (const recipe of stripe) {
      const received = JSON.parse(
        JSON.stringify({ ...withApiKey(recipe.expected, 'UM1'), ...change }),
      ) as Json;
      expect(isAsExpected(recipe, [received], 'UM1')).toBe(false);
    }
  });
});
