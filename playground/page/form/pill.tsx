import { describeReference, type TriggerStep } from './references.ts';

/** A reference as Zapier shows it: the field's name and its value in the sample. */
export const Pill = ({ path, step }: { readonly path: string; readonly step: TriggerStep }) => {
  const { label, value } = describeReference(path, step);
  return (
    <span class={value === null ? 'pill lost' : 'pill'}>
      <span class="pill-label">{label}</span>
      <span class="pill-value">{value ?? 'not in the sample'}</span>
    </span>
  );
};
