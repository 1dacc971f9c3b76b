import { ThemeToggle } from './theme.tsx';

/** What the page can do: build one step, or send many rows. */
export type View = 'step' | 'batch';

const VIEWS: readonly { readonly view: View; readonly label: string }[] = [
  { view: 'step', label: 'One step' },
  { view: 'batch', label: 'Batch' },
];

interface HeaderProps {
  readonly version: string;
  readonly view: View;
  readonly hasBatch: boolean;
}

/** The name of the page, its views, light and dark. */
export const Header = ({ version, view, hasBatch }: HeaderProps) => (
  <header class="top">
    <h1>
      Usermaven connector <span class="top-note">Playground, version {version}</span>
    </h1>
    {hasBatch && (
      <nav class="views" aria-label="Views">
        {VIEWS.map((other) => (
          <a
            key={other.view}
            class="view"
            href={`#${other.view}`}
            aria-current={other.view === view ? 'page' : undefined}
          >
            {other.label}
          </a>
        ))}
      </nav>
    )}
    <ThemeToggle />
  </header>
);
