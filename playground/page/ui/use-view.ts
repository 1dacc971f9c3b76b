import { useEffect, useState } from 'preact/hooks';
import type { View } from './header.tsx';

const viewInAddress = (): View => (location.hash === '#batch' ? 'batch' : 'step');

/** The view that the address names. */
export const useView = (): View => {
  const [view, setView] = useState(viewInAddress);
  useEffect(() => {
    const update = (): void => setView(viewInAddress());
    addEventListener('hashchange', update);
    return () => removeEventListener('hashchange', update);
  }, []);
  return view;
};
