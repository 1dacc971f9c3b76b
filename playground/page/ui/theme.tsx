import { useEffect, useState } from 'preact/hooks';
import { Icon } from './icon.tsx';

type Theme = 'light' | 'dark';

const STORED = 'theme';

const storedTheme = (): Theme | null => {
  const stored = localStorage.getItem(STORED);
  return stored === 'light' || stored === 'dark' ? stored : null;
};

const systemTheme = (): Theme => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');

/** Switches between light and dark and stores the choice. Until then the page follows the system. */
export const ThemeToggle = () => {
  const [theme, setTheme] = useState(storedTheme);
  useEffect(() => {
    if (theme) document.documentElement.dataset.theme = theme;
  }, [theme]);

  const toggle = (): void => {
    const next = (theme ?? systemTheme()) === 'dark' ? 'light' : 'dark';
    localStorage.setItem(STORED, next);
    setTheme(next);
  };

  return (
    <button
      type="button"
      class="button quiet icon-only"
      aria-label="Switch between light and dark"
      onClick={toggle}
    >
      <Icon name={(theme ?? systemTheme()) === 'dark' ? 'sun' : 'moon'} />
    </button>
  );
};
