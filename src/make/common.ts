import { SPACE as SPACE_PATTERN } from '../lib/text.ts';
import { CLICK_IDS, UTM_KEYS } from '../usermaven/campaign.ts';
import { NOBODY } from '../usermaven/nobody.ts';
import { type Expression, replacedBy, type Template } from './iml.ts';

/** A text as the part of a pattern that matches it. */
export const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** The part of a pattern that matches what `trimText` cuts at the ends of a text, and the one that matches everything else. */
export const SPACE = SPACE_PATTERN.source;
export const NO_SPACE = SPACE.replace('[', '[^');

/** A character of a host's name but the full stop: no white space, of ASCII letters, digits, dash and underscore only. */
const LABEL = NO_SPACE.replace(']', String.raw`\x00-,./:-@[-^${'`'}{-\x7f]`);

/** A part of an IP address of version 4, and a port; with zeros before it, a part would be octal. */
const BYTE = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;
const PORT = String.raw`0*(?:6553[0-5]|655[0-2]\d|65[0-4]\d\d|6[0-4]\d{3}|[1-5]\d{4}|\d{1,4})`;

/**
 * What `readPageUrl` takes for a host: names with a full stop inside whose last part is no number, localhost, and IP addresses of
 * either kind.
 */
const HOST = [
  'localhost',
  String.raw`\[[\da-f:.]+\]`,
  String.raw`${BYTE}(?:\.${BYTE}){3}`,
  String.raw`(?!(?:(?:${LABEL}|\.)*\.)?\d+\.*(?:${SPACE.replace('[', '[:/?#')}|$))${LABEL}+(?:\.+${LABEL}+)+\.*`,
].join('|');

const HEX = String.raw`[\da-fA-F]`;
/** A byte of a character that is not its first one. */
const NEXT = `%[89abAB]${HEX}`;

/** Percent-encoding that is UTF-8, one character: `decodeURL` may fail on any other. */
const ENCODED = [
  `%[0-7]${HEX}`,
  `%(?:[cC][2-9a-fA-F]|[dD]${HEX})${NEXT}`,
  `%[eE]0%[abAB]${HEX}${NEXT}`,
  `%[eE][1-9a-cA-Ce-fE-F](?:${NEXT}){2}`,
  `%[eE][dD]%[89]${HEX}${NEXT}`,
  `%[fF]0%[9abAB]${HEX}(?:${NEXT}){2}`,
  `%[fF][1-3](?:${NEXT}){3}`,
  `%[fF]4%8${HEX}(?:${NEXT}){2}`,
].join('|');

/** An address whose query has a parameter, with its last value as the group; the group is empty for any other text. */
const inQuery = (name: string): RegExp => new RegExp(`^(?:[^?#]*\\?(?:[^#]*&)?${name}=([^&#=]*).*|.*)$`);

/** The parameters of an address that Usermaven reads. */
const PARAMETERS = [...UTM_KEYS.map((key) => `utm_${key}`), ...CLICK_IDS];

/**
 * The patterns that the modules share, by the names under which their expressions read them as `common.NAME`: Make calls this
 * the app's common data. It cannot hold expressions, but it is the better place for patterns: whether Make reads a backslash
 * within the quotes of an expression as an escape is not documented.
 */
const PATTERNS = {
  /** In an ID or a name: spaces around it, and all of it when it stands for nobody. */
  nobody: new RegExp(
    `^${SPACE}*(?:${NOBODY.map(literally).join('|')})${SPACE}*$|^${SPACE}+|(?<!${SPACE})${SPACE}+$`,
    'gi',
  ),
  /** The place before an address that has no scheme. What has a name before its host without one, such as an email, is none. */
  no_scheme: new RegExp(`^${SPACE}*(?:\\/\\/)?(?![a-z][a-z\\d+.-]*:\\/\\/)(?=${NO_SPACE})(?![^/?#]*@)`, 'i'),
  /**
   * The address of one page; its groups are what comes before and after a name and password. For any other text they are
   * empty.
   */
  page: new RegExp(
    `^(?!${SPACE}*${NO_SPACE}(?:.*[,;\\s]https?:\\/\\/|[^?#]*[,;|\\s](?:https?:\\/\\/|www\\.)))${SPACE}*(https?:\\/\\/)(?:[^/?#]*@)?((?:${HOST})(?::${PORT})?(?:[/?#](?:.*${NO_SPACE})?)?)${SPACE}*$|^[\\s\\S]*$`,
    'i',
  ),
  /** A text that `decodeURL` can decode, as the group; the group is empty for any other. */
  decodable: new RegExp(`^((?:[^%]|${ENCODED})*)$|^[\\s\\S]*$`),
  /** Milliseconds that must be seconds: below 1e11. As milliseconds they would be before March 1973. */
  seconds: /^\d{1,11}$/,
  /** Milliseconds that are microseconds: from 1e15, and their milliseconds. Of a date, they would be after the year 33658. */
  microseconds: /^(\d{13})\d{3}$/,
  /** Milliseconds that Usermaven's collector would take for seconds, and their seconds ({@link collectorTime}). */
  before_2001: /^(\d{9})\d{3}$/,
} as const satisfies Readonly<Record<string, RegExp>>;

const written = (patterns: Readonly<Record<string, RegExp>>): { [name: string]: Template } =>
  Object.fromEntries(Object.entries(patterns).map(([name, pattern]) => [name, String(pattern)]));

/** The app's common data. `parameter` has the pattern of each parameter in an address. */
export const COMMON: Template = {
  ...written(PATTERNS),
  parameter: written(Object.fromEntries(PARAMETERS.map((name) => [name, inQuery(name)]))),
};

/** A text with what matches one of the shared patterns replaced. */
export const replacedByCommon = (text: Expression, pattern: keyof typeof PATTERNS, by: string): Expression =>
  replacedBy(text, `common.${pattern}`, by);

/** The value of a name in the query of an address; an empty text if there is none. */
export const parameterIn = (address: Expression, name: string): Expression =>
  replacedBy(address, `common.parameter.${name}`, '$1');
