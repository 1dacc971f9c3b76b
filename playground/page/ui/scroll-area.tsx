import type { ComponentChildren } from 'preact';

interface ScrollAreaProps {
  readonly label: string;
  /** Also limits the height. */
  readonly short?: boolean;
  readonly children: ComponentChildren;
}

/** Scrolls by itself what is too wide for its column, by keyboard too. */
export const ScrollArea = ({ label, short, children }: ScrollAreaProps) => (
  // biome-ignore lint/a11y/useSemanticElements: a fieldset is for inputs.
  <div
    role="group"
    class={short ? 'scroll-area short' : 'scroll-area'}
    aria-label={label}
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
    tabIndex={0}
  >
    {children}
  </div>
);
