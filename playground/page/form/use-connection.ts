import { useState } from 'preact/hooks';
import type { AppDescription, ShownError } from '../../api.ts';
import { type AuthData, api, problemText } from '../api-client.ts';

/** How the connection stands. */
export type ConnectionStatus =
  | { readonly kind: 'untested' }
  | { readonly kind: 'testing' }
  | { readonly kind: 'connected'; readonly label: string }
  | { readonly kind: 'refused'; readonly error: ShownError }
  | { readonly kind: 'problem'; readonly message: string };

/** A connection that is being filled in and tested. */
export interface Connection {
  readonly authData: AuthData;
  readonly status: ConnectionStatus;
  readonly change: (key: string, text: string) => void;
  readonly test: () => void;
  /** Fills in what the local Usermaven takes, and tests it. */
  readonly useLocal: () => void;
}

/** Starts blank. Changing a value asks for another test. */
export const useConnection = (app: AppDescription): Connection => {
  const [authData, setAuthData] = useState<AuthData>({});
  const [status, setStatus] = useState<ConnectionStatus>({ kind: 'untested' });

  const test = async (values: AuthData): Promise<void> => {
    setStatus({ kind: 'testing' });
    try {
      const answer = await api.connect({ authData: values });
      setStatus(
        answer.ok ? { kind: 'connected', label: answer.label } : { kind: 'refused', error: answer.error },
      );
    } catch (problem) {
      setStatus({ kind: 'problem', message: problemText(problem) });
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
