import type { FaultRule, Sandbox, SandboxRequest } from '../../sandbox/usermaven/server.ts';
import { WEATHER, type Weather } from '../api.ts';

const SLOW_MILLISECONDS = 3_000;

/** How each kind of bad weather shows in the sandbox. */
const CUES = {
  unauthorized: { status: 401 },
  too_many: { status: 429 },
  broken: { status: 500 },
  slow: { kind: 'slow', ms: SLOW_MILLISECONDS },
  // Not a stall: three tries of ten seconds each would show nothing that three resets do not.
  down: { kind: 'reset' },
} as const satisfies Readonly<Record<Exclude<Weather, 'fine'>, FaultRule>>;

/**
 * Has the sandbox read the bodies of requests that it refuses too, so that the page can show them: while there is any fault rule
 * it reads the body before it looks at the credentials, and this one meets no request.
 */
export const readEveryBody = (sandbox: Sandbox): void =>
  sandbox.fail({ status: 500, match: () => false }, Infinity);

/** How the local Usermaven behaves. */
export interface WeatherSwitch {
  readonly current: () => Weather;
  readonly set: (weather: Weather) => void;
  /** Forgets events, people and requests. The weather stays as it is. */
  readonly clear: () => void;
}

/** A switch that stands at fine. */
export const createWeatherSwitch = (sandbox: Sandbox): WeatherSwitch => {
  let current: Weather = 'fine';
  const set = (weather: Weather): void => {
    current = weather;
    sandbox.recover();
    readEveryBody(sandbox);
    if (weather !== 'fine') sandbox.fail(CUES[weather], Infinity);
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

const HTTP_ERROR = 400;

/** True when a request was not accepted: refused, or without an answer. One that is under way is neither. */
export const isRejected = ({ status, milliseconds }: SandboxRequest): boolean =>
  milliseconds !== null && (status === null || status >= HTTP_ERROR);

/** Why a request was not accepted, without the token that the sandbox repeats. */
export const rejectionReason = ({
  status,
  reason,
  fault,
}: Pick<SandboxRequest, 'status' | 'reason' | 'fault'>): string => {
  if (reason !== null) return status === 401 ? reason.replace(/:.*$/s, '.') : reason;
  const weather = BAD_WEATHER.find((bad) => {
    const expected: { readonly status?: number; readonly kind?: FaultRule['kind'] } = CUES[bad];
    return fault === (expected.kind ?? 'status') && status === (expected.status ?? null);
  });
  return weather
    ? `Switched on here: ${WEATHER[weather]}.`
    : 'The request broke off before it had an answer.';
};

const BAD_WEATHER = Object.keys(CUES) as (keyof typeof CUES)[];
