import { Icon } from '../ui/icon.tsx';

/** Adds a row. `what` is what one row is: "attribute". */
export const AddButton = ({ label, onClick }: { readonly label: string; readonly onClick: () => void }) => (
  <button type="button" class="button quiet small" data-add onClick={onClick}>
    <Icon name="add" />
    {label}
  </button>
);

/** Removes a row; `label` names the row for screen readers. */
export const RemoveButton = ({
  label,
  onClick,
}: {
  readonly label: string;
  readonly onClick: () => void;
}) => (
  <button type="button" class="button quiet icon-only" aria-label={label} title="Remove" onClick={onClick}>
    <Icon name="remove" />
  </button>
);
