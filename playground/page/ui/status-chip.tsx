const SUCCESS = 200;
const REDIRECT = 300;

/** An HTTP status; null: there was no answer. */
export const StatusChip = ({ status }: { readonly status: number | null }) => {
  if (status === null) return <span class="chip bad">No answer</span>;
  const isGood = status >= SUCCESS && status < REDIRECT;
  return <span class={isGood ? 'chip good' : 'chip bad'}>{status}</span>;
};
