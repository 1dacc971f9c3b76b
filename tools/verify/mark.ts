/** The mark of a run that began at this moment, to the second: `v20261126-150405`. Letters, digits and dashes. */
export const markOf = (began: Date): string =>
  `v${began.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}`;

/** When the run of a mark began, UTC milliseconds; undefined if it is none. */
export const timeOfMark = (mark: string): number | undefined => {
  const [, date = '', time = ''] = /^v(\d{8})-(\d{6})$/.exec(mark) ?? [];
  const iso = `${date.replace(/(....)(..)(..)/, '$1-$2-$3')}T${time.replace(/(..)(..)(..)/, '$1:$2:$3')}Z`;
  const began = Date.parse(iso);
  return Number.isNaN(began) ? undefined : began;
};
