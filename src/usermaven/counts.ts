const GROUPS = /\B(?=(?:\d{3})+$)/g;

/**
 * A whole number as messages show it: `100,000`. Not `toLocaleString`, whose first call loads Node's data on languages:
 * half of what our code once added to a cold start (docs/performance.md).
 */
export const withCommas = (count: number): string => String(count).replace(GROUPS, ',');
