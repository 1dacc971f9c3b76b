import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Tabs } from './tabs.tsx';

/** One of the page's columns. */
export interface Column<Key extends string> {
  readonly key: Key;
  readonly title: string;
  /** A short explanation beside the title. */
  readonly note: string;
  readonly badge?: number | undefined;
  readonly content: () => ComponentChildren;
  /** A button beside the title, which stays visible when the column scrolls. */
  readonly action?: () => ComponentChildren;
  /** The button that leads to the next column, on screens that show one at a time. */
  readonly next?: () => ComponentChildren;
}

interface ColumnsProps<Key extends string> {
  readonly columns: readonly Column<Key>[];
  readonly selected: Key;
  readonly onSelect: (key: Key) => void;
}

// As in styles/layout.css.
const WIDE = '(min-width: 70rem)';

/** Side by side if there is room, else one at a time behind tabs. */
export const Columns = <Key extends string>({ columns, selected, onSelect }: ColumnsProps<Key>) => {
  const isWide = useMedia(WIDE);
  const container = useRef<HTMLDivElement>(null);
  const previous = useRef(selected);
  useEffect(() => {
    if (previous.current === selected) return;
    previous.current = selected;
    if (isWide) return;
    container.current?.scrollIntoView({ block: 'start' });
    // The button that led here is no longer on the page.
    if (document.activeElement !== document.body) return;
    container.current?.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus();
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
    <div class="narrow" ref={container}>
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

/** Whether a media query matches, now and whenever that changes. */
const useMedia = (query: string): boolean => {
  const [matches, setMatches] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const update = (): void => setMatches(list.matches);
    update();
    list.addEventListener('change', update);
    return () => list.removeEventListener('change', update);
  }, [query]);
  return matches;
};
