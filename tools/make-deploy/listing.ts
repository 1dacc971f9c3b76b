/**
 * What Make shows of the app as a whole, which its local format has no place for. The description is the one that Zapier
 * shows (docs/deploy.md); the theme is the colour of the icon, so that the two are one on Make's round logo.
 */
export const LISTING = {
  label: 'Usermaven',
  description:
    'Usermaven is a web and product analytics tool that shows marketing and product teams which channels and features win customers.',
  theme: '#5b3df5',
  language: 'en',
} as const;

/** The name that a new app asks for. Make adds to it, and the name that comes back is the one that counts. */
export const NAME = 'usermaven';

/** Who may use the app; without effect, but asked for ("Create your app", Make's documentation). */
export const AUDIENCE = 'global';
