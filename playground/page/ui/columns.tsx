import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Tabs } from './tabs.tsx';
import { useMedia } from './use-media.ts';

/** One of the page's columns. */
export interface Column<Key extends string> {
  readonly key: Key;
  readonly title: string;
  /** What the column is for, beside its title. */
  readonly note: string;
  readonly badge?: number | undefined;
  readonly content: () => ComponentChildren;
  /** What can be done here, beside the title; stays in sight. */
  readonly action?: () => ComponentChildren;
  /** What leads on from here, where there is one column at a time. */
  readonly next?: () => ComponentChildren;
}

interface ColumnsProps<Key extends string> {
  readonly columns: readonly Column<Key>[];
  readonly selected: Key;
  readonly onSelect: (key: Key) => void;
}

// As in style.css.
const WIDE = '(min-width: 70rem)';

/** Side by side where there is room for it, else one at a time behind tabs. */
export const Columns = <Key extends string>({ columns, selected, onSelect }: ColumnsProps<Key>) => {
  const isWide = useMedia(WIDE);
  const around = useRef<HTMLDivElement>(null);
  const before = useRef(selected);
  useEffect(() => {
    if (before.current === selected) return;
    before.current = selected;
    if (isWide) return;
    scrollTo({ top: 0 });
    // What led here has gone with its part of the page.
    if (document.activeElement !== document.body) return;
    around.current?.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus();
  }, [selected, isWide]);
  if (isWide)
    return (
      <div class="columns">
        {columns.map(({ key, title, note, action, content }, index) => (
          <section key={key} class="column" aria-labelledby={`column-${key}`}>
            <header class="column-head">
              <span class="column-number" aria-hidden="true">
                {index + 1}
              </span>
              <h2 id={`column-${key}`}>{title}</h2>
              <p>{note}</p>
              {action && <div class="column-action">{action()}</div>}
            </header>
            <div class="column-body">{content()}</div>
          </section>
        ))}
      </div>
    );
  return (
    <div class="narrow" ref={around}>
      <Tabs
        label="Parts of the page"
        selected={selected}
        onSelect={onSelect}
        tabs={columns.map(({ key, title, badge, content, action, next = action }) => ({
          key,
          label: title,
          badge,
          content: () => (
            <>
              <h2 class="visually-hidden">{title}</h2>
              {content()}
              {next && <div class="narrow-footer">{next()}</div>}
            </>
          ),
        }))}
      />
    </div>
  );
};
