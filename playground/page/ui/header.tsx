import { useEffect, useState } from 'preact/hooks';
import { ThemeToggle } from './theme.tsx';

/** The views of the page: build one step, or send many rows. */
type View = 'step' | 'batch';

const VIEWS: readonly { readonly view: View; readonly label: string }[] = [
  { view: 'step', label: 'One step' },
  { view: 'batch', label: 'Batch' },
];

interface HeaderProps {
  readonly version: string;
  readonly view: View;
  readonly hasBatch: boolean;
}

/** The title of the page, the switch between its views, and the theme toggle. */
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

const viewInAddress = (): View => (location.hash === '#batch' ? 'batch' : 'step');

/** The view that the address names in its hash. */
export const useView = (): View => {
  const [view, setView] = useState(viewInAddress);
  useEffect(() => {
    const update = (): void => setView(viewInAddress());
    addEventListener('hashchange', update);
    return () => removeEventListener('hashchange', update);
  }, []);
  return view;
};
