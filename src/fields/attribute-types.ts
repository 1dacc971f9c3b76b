/** What becomes of the values of attributes on Zapier, which hands them over as text. */
export const DETECTED = 'Plain numbers and `true` or `false` are recognized.';

/** What becomes of the values of attributes on Make, where they have types. */
export const KEPT = 'Values keep the type that they are mapped with.';
