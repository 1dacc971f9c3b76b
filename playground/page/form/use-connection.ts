import { useState } from 'preact/hooks';
import type { AppDescription, ConnectResponse, ShownError } from '../../api.ts';
import { type AuthData, api, errorMessage } from '../api-client.ts';

/** The state of the connection. `rejected`: the app's test failed; `failed`: the playground could not run it. */
export type ConnectionStatus =
  | { readonly kind: 'untested' }
  | { readonly kind: 'testing' }
  | { readonly kind: 'connected'; readonly label: string }
  | { readonly kind: 'rejected'; readonly error: ShownError }
  | { readonly kind: 'failed'; readonly message: string };

/** A connection that the visitor fills in and tests. */
export interface Connection {
  readonly authData: AuthData;
  readonly status: ConnectionStatus;
  readonly change: (key: string, text: string) => void;
  readonly test: () => void;
  /** Fills in the values for the local Usermaven, and tests them. */
  readonly useLocal: () => void;
}

const statusOf = (tested: ConnectResponse): ConnectionStatus =>
  tested.ok ? { kind: 'connected', label: tested.label } : { kind: 'rejected', error: tested.error };

/** Starts with the local Usermaven. Changing a value makes it untested again. */
export const useConnection = (app: AppDescription): Connection => {
  const [authData, setAuthData] = useState<AuthData>(app.sandboxConnection);
  const [status, setStatus] = useState<ConnectionStatus>(() => statusOf(app.connected));

  const test = async (values: AuthData): Promise<void> => {
    setStatus({ kind: 'testing' });
    try {
      setStatus(statusOf(await api.connect({ authData: values })));
    } catch (error) {
      setStatus({ kind: 'failed', message: errorMessage(error) });
    }
  };

  return {
    authData,
    status,
    change: (key, text) => {
      setAuthData({ ...authData, [key]: text });
      setStatus({ kind: 'untested' });
    },
    test: () => void test(authData),
    useLocal: () => {
      setAuthData(app.sandboxConnection);
      void test(app.sandboxConnection);
    },
  };
};
