import { makeRecipesPage } from './make-recipes-page.ts';
import { makeReferencePage } from './make-reference-page.ts';
import type { Page } from './markdown.ts';
import { recipesPage } from './recipes-page.ts';
import { referencePage } from './reference-page.ts';

/** Every page that is written by `npm run docs`. */
export const generatedPages = (): Page[] => [
  referencePage(),
  recipesPage(),
  makeReferencePage(),
  makeRecipesPage(),
];
