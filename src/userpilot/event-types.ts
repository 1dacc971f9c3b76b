/**
 * The part of a wire type before its first full stop, and what Usermaven users call it. A new action of one of these is
 * understood without a change here; {@link KNOWN_TYPES} only lists what Userpilot documents with a sample.
 */
export const FAMILIES = {
  flows: { category: 'flow', noun: 'Flow' },
  checklist: { category: 'checklist', noun: 'Checklist' },
  nps: { category: 'nps', noun: 'NPS' },
  feature_tag: { category: 'feature_tag', noun: 'Feature Tag' },
  forms: { category: 'form', noun: 'Form' },
  button_tracked_event: { category: 'button', noun: 'Button' },
} as const;

/** The part of a wire type before its first full stop, where we know it: `flows`, `nps`, ... */
type UserpilotFamily = keyof typeof FAMILIES;

/** The types with a sample on Userpilot's webhooks page, in its order. */
const KNOWN_TYPES = [
  'flows.seen',
  'flows.completed',
  'flows.dismissed',
  'checklist.seen',
  'checklist.completed',
  'checklist.dismissed',
  'nps.feedback',
  'nps.ask_later',
  'feature_tag.clicked',
  'feature_tag.hover',
  'feature_tag.text_input',
  'forms.submitted',
  'button_tracked_event.occurred',
] as const satisfies readonly `${UserpilotFamily}.${string}`[];

/** A wire type that Userpilot documents with a sample, as sent: `flows.completed`, `nps.feedback`, ... */
export type UserpilotType = (typeof KNOWN_TYPES)[number];

/** Names for types whose derived name would read badly. A button event is sent when a flow's button is clicked. */
export const KNOWN_NAMES: ReadonlyMap<string, string> = new Map<UserpilotType, string>([
  ['button_tracked_event.occurred', 'Button Clicked'],
]);

/** What Userpilot's own screens say if it differs from the wire; shown next to the name in the dropdown. */
const PRODUCT_WORDS: ReadonlyMap<UserpilotType, string> = new Map([
  ['flows.seen', 'Started'],
  ['checklist.seen', 'Started'],
]);

/** The choice and the category of every type that we do not know. */
export const OTHER = 'other';

/** The output `category`. */
export type UserpilotCategory = (typeof FAMILIES)[UserpilotFamily]['category'] | typeof OTHER;

/** One value of the Event Types input: a known wire type, or `other` for every type that is not in the list. */
export type UserpilotChoice = UserpilotType | typeof OTHER;

const isFamily = (prefix: string): prefix is UserpilotFamily => Object.hasOwn(FAMILIES, prefix);

const isKnown = (type: string): type is UserpilotType => KNOWN_TYPES.some((known) => known === type);

/** `text_input` -> `Text Input`. Separators are named because a `\p{...}` class costs a millisecond at every cold start. */
const titleCase = (wire: string): string =>
  wire
    .split(/[\s._:/-]/)
    .filter((word) => word !== '')
    .map((word) => word.replace(/^./u, (first) => first.toUpperCase()))
    .join(' ');

const familyOf = (type: string): UserpilotFamily | null => {
  const [prefix = ''] = type.split('.', 1);
  return isFamily(prefix) ? prefix : null;
};

const nameOf = (type: string): string => {
  const name = KNOWN_NAMES.get(type);
  if (name !== undefined) return name;
  const family = familyOf(type);
  if (family === null) return titleCase(type) || 'Event';
  return `${FAMILIES[family].noun} ${titleCase(type.slice(family.length))}`.trimEnd();
};

/** The names of the known types, made once: a label needs each, and an event most often is one of them. */
const NAMES: ReadonlyMap<string, string> = new Map(KNOWN_TYPES.map((type) => [type, nameOf(type)]));

/** The types that Userpilot documents have up to 30 characters; of a longer one this is enough for a name. */
const LONGEST_TYPE = 200;

/**
 * What any wire type means, known or not.
 * @returns `category`, and `event_name`, ready for Track Event: `flows.completed` -> `flow`, `Userpilot Flow Completed`;
 *   `nps.dismissed` -> `nps`, `Userpilot NPS Dismissed`; `surveys.completed` -> `other`, `Userpilot Surveys Completed`.
 */
export const describeType = (wire: string): { category: UserpilotCategory; event_name: string } => {
  const type = wire.slice(0, LONGEST_TYPE).toWellFormed();
  const family = familyOf(type);
  return {
    category: family === null ? OTHER : FAMILIES[family].category,
    event_name: `Userpilot ${NAMES.get(type) ?? nameOf(type)}`,
  };
};

const labelOf = (type: UserpilotType): string => {
  const productWord = PRODUCT_WORDS.get(type);
  return productWord === undefined ? nameOf(type) : `${nameOf(type)} (${productWord})`;
};

/** The choices of the Event Types dropdown, in table order; `other` comes last. */
export const TYPE_CHOICES: readonly { readonly value: UserpilotChoice; readonly label: string }[] = [
  ...KNOWN_TYPES.map((type) => ({ value: type, label: labelOf(type) })),
  { value: OTHER, label: 'Any Other Event' },
];

/** The choice that a wire type falls under: itself if it is in the list, else `other`. */
export const choiceOf = (type: string): UserpilotChoice => (isKnown(type) ? type : OTHER);

/**
 * Whether an event of this wire type starts a Zap with these Event Types.
 * Nothing chosen means every type. A type that is not in the list can also be chosen by typing it.
 */
export const isChosen = (type: string, chosen: readonly string[] = []): boolean => {
  const wanted = chosen.map((choice) => choice.trim()).filter((choice) => choice !== '');
  return wanted.length === 0 || wanted.includes(type) || wanted.includes(choiceOf(type));
};
