/** What a date field takes on Zapier, where our code reads it. */
export const READ_DATES =
  'Takes ISO 8601 text, or unix time in seconds or milliseconds. Without a zone, the time zone of your account counts.';

/** What a date field takes on Make, which reads dates itself. */
export const MAPPED_DATES = 'Map a date; `parseDate` with the format `X` turns unix seconds into one.';
