/** The sections of a form, in the order in which they are shown. */
export const GROUPS = {
  event: 'Event',
  person: 'Person',
  company: 'Company',
  page: 'Page',
  device: 'Device',
} as const;

/** The key of a section. */
export type GroupKey = keyof typeof GROUPS;
