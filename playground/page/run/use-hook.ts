import { useState } from 'preact/hooks';
import type { JsonObject } from '../../../src/lib/json.ts';
import type { HookRequest, HookResponse, Operation } from '../../api.ts';
import { type AuthData, api, errorMessage } from '../api-client.ts';

/** How a sample is signed. */
export type Signature = HookRequest['signature'];

/** One delivery to the trigger. */
export interface Delivery {
  readonly number: number;
  readonly type: string;
  readonly signature: Signature;
  readonly response: HookResponse;
  readonly operation: Operation;
}

/** The deliveries so far, newest first. */
export interface Hook {
  readonly deliveries: readonly Delivery[];
  readonly isSending: boolean;
  readonly error: string | null;
  readonly send: (options: SendOptions) => Promise<void>;
}

/** What to send, and to which trigger. */
interface SendOptions {
  readonly operation: Operation;
  readonly authData: AuthData;
  readonly inputData: JsonObject;
  /** The samples, sent one after the other. */
  readonly types: readonly string[];
  readonly signature: Signature;
}

/** Sends Userpilot's samples to a trigger and keeps the results. */
export const useHook = (): Hook => {
  const [deliveries, setDeliveries] = useState<readonly Delivery[]>([]);
  const [isSending, setSending] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const send = async ({ operation, types, signature, authData, inputData }: SendOptions): Promise<void> => {
    if (isSending) return;
    setSending(true);
    setError(null);
    try {
      for (const type of types) {
        const response = await api.hook({
          operation: operation.key,
          authData,
          inputData,
          type,
          signature,
        });
        setDeliveries((before) => [
          { number: before.length + 1, type, signature, response, operation },
          ...before,
        ]);
      }
    } catch (thrown) {
      setError(errorMessage(thrown));
    }
    setSending(false);
  };

  return { deliveries, isSending, error, send };
};
