import { CLICK_IDS, UTM_KEYS } from '../usermaven/campaign.ts';
import { NOBODY } from '../usermaven/nobody.ts';
import { type Expression, replacedBy, type Template } from './iml.ts';

/** A text as the part of a pattern that matches it. */
const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** A character of a host's name except the full stop: no white space, and of ASCII only letters, digits, dash and underscore. */
const LABEL = String.raw`[^\s\x00-,./:-@[-^${'`'}{-\x7f]`;

/** What `readPageUrl` accepts as a host: names with a full stop inside, localhost, and IP addresses of either kind. */
const HOST = [
  'localhost',
  String.raw`\[[\da-f:.]+\]`,
  String.raw`\d{1,3}(?:\.\d{1,3}){3}`,
  String.raw`(?![\d.]+(?:[:/?#\s]|$))${LABEL}+(?:\.+${LABEL}+)+\.*`,
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
  /** In an ID: spaces around it, and all of it if it stands for nobody. */
  nobody: new RegExp(`^\\s*(?:${NOBODY.map(literally).join('|')})\\s*$|^\\s+|(?<!\\s)\\s+$`, 'gi'),
  /** The place before an address without a scheme. Text with a name before its host, such as an email, is not an address. */
  no_scheme: /^\s*(?![a-z][a-z\d+.-]*:\/\/)(?=\S)(?![^/?#]*@)/i,
  /**
   * The address of one page; its groups are what comes before and after a name and password. For any other text they are
   * empty.
   */
  page: new RegExp(
    `^(?!\\s*\\S.*[,;\\s]https?:\\/\\/)\\s*(https?:\\/\\/)(?:[^/?#]*@)?((?:${HOST})(?::\\d{1,5})?(?:[/?#](?:.*\\S)?)?)\\s*$|^[\\s\\S]*$`,
    'i',
  ),
  /** A text that `decodeURL` can decode, as the group; the group is empty for any other. */
  decodable: new RegExp(`^((?:[^%]|${ENCODED})*)$|^[\\s\\S]*$`),
  /** Milliseconds that must be seconds: below 1e11. As milliseconds they would be before March 1973. */
  seconds: /^\d{1,11}$/,
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
