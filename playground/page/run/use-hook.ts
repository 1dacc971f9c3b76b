import { useState } from 'preact/hooks';
import type { JsonObject } from '../../../src/lib/json.ts';
import type { HookAnswer, HookRequest, Operation } from '../../api.ts';
import { type AuthData, api, problemText } from '../api-client.ts';

/** How a sample is signed. */
export type Signature = HookRequest['signature'];

/** One delivery to the trigger. */
export interface Delivery {
  readonly number: number;
  readonly type: string;
  readonly signature: Signature;
  readonly answer: HookAnswer;
  readonly operation: Operation;
}

/** The deliveries so far, newest first. */
export interface Hook {
  readonly deliveries: readonly Delivery[];
  readonly isSending: boolean;
  readonly problem: string | null;
  readonly send: (order: HookOrder) => Promise<void>;
}

/** What a delivery needs. */
export interface HookOrder {
  readonly operation: Operation;
  readonly authData: AuthData;
  readonly inputData: JsonObject;
  /** One after the other. */
  readonly types: readonly string[];
  readonly signature: Signature;
}

/** Sends Userpilot's samples to the trigger and keeps what came of them. */
export const useHook = (): Hook => {
  const [deliveries, setDeliveries] = useState<readonly Delivery[]>([]);
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const send = async ({ operation, types, signature, authData, inputData }: HookOrder): Promise<void> => {
    if (isSending) return;
    setSending(true);
    setProblem(null);
    try {
      for (const type of types) {
        const answer = await api.hook({ authData, inputData, type, signature });
        setDeliveries((before) => [
          { number: before.length + 1, type, signature, answer, operation },
          ...before,
        ]);
      }
    } catch (thrown) {
      setProblem(problemText(thrown));
    }
    setSending(false);
  };

  return { deliveries, isSending, problem, send };
};
