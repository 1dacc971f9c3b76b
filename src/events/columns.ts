import { BATCH_FIELDS } from '../fields/batch.ts';
import { hashedId } from '../usermaven/ids.ts';
import { type Input, settingsReader } from './settings.ts';

/** How the key of a column begins, so that it cannot be the key of a setting. */
export const COLUMN_PREFIX = 'column_';

const PLAIN_NAME = /^[a-z\d]+(?:_[a-z\d]+)*$/i;

/**
 * The key of the column for an attribute. A name of letters, digits and single underscores is its own key; any other one gets a
 * similar key with six digits of its hash, since `__`, full stops and brackets mean something to Zapier.
 */
export const columnKey = (name: string): string => {
  if (PLAIN_NAME.test(name)) return `${COLUMN_PREFIX}${name}`;
  const similar = name.replace(/[^a-z\d]+/gi, '_').replace(/^_+|_+$/g, '');
  return `${COLUMN_PREFIX}${similar === '' ? '' : `${similar}_`}${hashedId(name).slice(0, 6)}`;
};

/** The attributes that have a column, by its key. Names that are still placeholders, as in a form that is being filled in, have none. */
export const columnsIn = (names: readonly string[] = []): ReadonlyMap<string, string> =>
  new Map(names.filter((name) => !name.includes('{{')).map((name) => [columnKey(name), name]));

/** {@link columnsIn} for what is filled in so far; none while it cannot be read, since the form has to be shown for it to be fixed. */
export const columnsOf = (input: Input): ReadonlyMap<string, string> =>
  columnsIn(settingsReader(input).read(BATCH_FIELDS.attribute_names));
