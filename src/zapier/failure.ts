/**
 * Why a run stops, named by what Zapier does about it:
 * - `halted`: the run ends with a reason and does not count against the Zap; running it again would not help
 * - `expired`: runs are held until the user reconnects, then replayed
 * - `later`: Zapier runs the step again by itself after `delay` seconds; does not count against the Zap
 * - `error`: counts against the Zap
 */
export type Fate =
  | { readonly kind: 'halted' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'later'; readonly delay: number }
  | { readonly kind: 'error'; readonly code: string; readonly status?: number };

/** A run that stops, in words for the person who built the Zap. Never leaves this folder: see guarded.ts. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly fate: Fate;

  constructor(message: string, fate: Fate) {
    super(message);
    this.fate = fate;
  }
}
