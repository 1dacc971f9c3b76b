import type { FaultRule, Sandbox, SandboxRequest } from '../../sandbox/usermaven/server.ts';
import { BEHAVIORS, type Behavior } from '../api.ts';

const SLOW_MILLISECONDS = 3_000;

/** The fault rule of the sandbox behind each behavior that is not normal. */
const FAULT_RULES = {
  unauthorized: { status: 401 },
  rate_limited: { status: 429 },
  server_error: { status: 500 },
  slow: { kind: 'slow', ms: SLOW_MILLISECONDS },
  // A reset rather than a stall: it takes the app down the same path without three timeouts of ten seconds.
  unreachable: { kind: 'reset' },
} as const satisfies Readonly<Record<Exclude<Behavior, 'normal'>, FaultRule>>;

/**
 * Makes the sandbox read the body of refused requests too, so that the page can show them: as long as any fault rule is
 * set, it reads the body before it checks the credentials. This rule matches no request.
 */
export const readEveryBody = (sandbox: Sandbox): void =>
  sandbox.fail({ status: 500, match: () => false }, Infinity);

/** Controls how the local Usermaven behaves. */
export interface BehaviorControl {
  readonly current: () => Behavior;
  readonly set: (behavior: Behavior) => void;
  /** Deletes events, people and requests. The behavior stays. */
  readonly clear: () => void;
}

/** Starts with normal behavior. */
export const createBehaviorControl = (sandbox: Sandbox): BehaviorControl => {
  let current: Behavior = 'normal';
  const set = (behavior: Behavior): void => {
    current = behavior;
    sandbox.recover();
    readEveryBody(sandbox);
    if (behavior !== 'normal') sandbox.fail(FAULT_RULES[behavior], Infinity);
  };
  set(current);
  return {
    current: () => current,
    set,
    clear: () => {
      sandbox.clear();
      set(current);
    },
  };
};

/** Why a request was not accepted. */
export const rejectionReason = ({
  status,
  reason,
  fault,
}: Pick<SandboxRequest, 'status' | 'reason' | 'fault'>): string => {
  if (reason !== null) return reason;
  const behavior = FAULTY_BEHAVIORS.find((faulty) => {
    const rule: { readonly status?: number; readonly kind?: FaultRule['kind'] } = FAULT_RULES[faulty];
    return fault === (rule.kind ?? 'status') && status === (rule.status ?? null);
  });
  return behavior
    ? `Switched on here: ${BEHAVIORS[behavior]}.`
    : 'The connection was closed before there was a response.';
};

const FAULTY_BEHAVIORS = Object.keys(FAULT_RULES) as (keyof typeof FAULT_RULES)[];
