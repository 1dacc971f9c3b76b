/** How Make's menu groups the modules, by their ids. Each stands once; the universal one under Other. */
export const GROUPS = [
  { label: 'Events', modules: ['watchUserpilotEvents', 'trackEvent', 'sendBatch'] },
  { label: 'Users', modules: ['identifyUser'] },
  { label: 'Other', modules: ['makeApiCall'] },
] as const;
