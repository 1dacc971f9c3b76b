import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';

/** One tab and what it shows. */
export interface Tab<Key extends string> {
  readonly key: Key;
  readonly label: string;
  /** A count beside the label. */
  readonly badge?: number | undefined;
  readonly content: () => ComponentChildren;
}

interface TabsProps<Key extends string> {
  /** The name of the tab list, for screen readers. */
  readonly label: string;
  readonly tabs: readonly Tab<Key>[];
  readonly selected: Key;
  readonly onSelect: (key: Key) => void;
}

/** The index of the tab that a key leads to; undefined for other keys. */
const targetOf = (key: string, index: number, count: number): number | undefined => {
  switch (key) {
    case 'ArrowRight':
      return (index + 1) % count;
    case 'ArrowLeft':
      return (index - 1 + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
};

/** Tabs as the ARIA practices describe them: one tab stop, arrow keys select. */
export const Tabs = <Key extends string>({ label, tabs, selected, onSelect }: TabsProps<Key>) => {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const current = tabs.find(({ key }) => key === selected) ?? tabs[0];

  const onKeyDown = (event: KeyboardEvent, index: number): void => {
    const next = targetOf(event.key, index, tabs.length);
    const tab = next === undefined ? undefined : tabs[next];
    if (next === undefined || tab === undefined) return;
    event.preventDefault();
    onSelect(tab.key);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
  };

  return (
    <div class="tabs">
      <div class="tab-list" role="tablist" aria-label={label} ref={list}>
        {tabs.map(({ key, label: words, badge }, index) => (
          <button
            key={key}
            type="button"
            role="tab"
            class="tab"
            id={`${id}-${key}`}
            aria-selected={key === current?.key}
            aria-controls={key === current?.key ? `${id}-panel` : undefined}
            tabIndex={key === current?.key ? 0 : -1}
            onClick={() => onSelect(key)}
            onKeyDown={(event) => onKeyDown(event, index)}
          >
            {words}
            {badge === undefined ? null : <span class="badge">{badge.toLocaleString('en')}</span>}
          </button>
        ))}
      </div>
      {current && (
        <div
          key={current.key}
          class="tab-panel"
          role="tabpanel"
          id={`${id}-panel`}
          aria-labelledby={`${id}-${current.key}`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the ARIA practices ask for a tab stop on a panel.
          tabIndex={0}
        >
          {current.content()}
        </div>
      )}
    </div>
  );
};
