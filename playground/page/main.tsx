import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { AppDescription } from '../api.ts';
import { api, errorMessage } from './api-client.ts';
import { rowsActionOf } from './batch/columns.ts';
import { Playground } from './playground.tsx';
import { Notice } from './ui/feedback.tsx';

type Loading =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly app: AppDescription }
  | { readonly kind: 'failed'; readonly message: string };

/** Loads the description of the app, then shows the page. */
const Start = () => {
  const [loading, setLoading] = useState<Loading>({ kind: 'loading' });
  useEffect(() => {
    api.describe().then(
      (app) => setLoading({ kind: 'loaded', app }),
      (error: unknown) => setLoading({ kind: 'failed', message: errorMessage(error) }),
    );
  }, []);
  if (loading.kind === 'loading') return <p class="boot">Loading the playground …</p>;
  if (loading.kind === 'failed') return <Notice tone="bad" title={loading.message} />;
  const { app } = loading;
  const [first] = app.operations;
  if (first === undefined) return <Notice tone="bad" title="The built app has no actions." />;
  return <Playground app={app} first={first} rowsAction={rowsActionOf(app.operations)} />;
};

const root = document.getElementById('app');
if (root) {
  root.replaceChildren();
  render(<Start />, root);
}
