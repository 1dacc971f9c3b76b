import type { PersonSummary } from '../../api.ts';

const WORDS: Readonly<Record<PersonSummary['kind'], string>> = {
  anonymous: 'Anonymous',
  lead: 'Lead',
  known: 'Known',
};

/** What is known about a person. */
export const PersonKind = ({ kind }: { readonly kind: PersonSummary['kind'] }) => (
  <span class={`chip kind-${kind}`}>{WORDS[kind]}</span>
);
