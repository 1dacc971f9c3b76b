/** What the sandbox responds when no fault is set. */
export interface ApiResponse {
  readonly status: 200 | 400 | 401 | 404 | 405 | 413 | 500;
  /** Why the request was refused; null if it was accepted. */
  readonly reason: string | null;
}

/** An accepted request ("Response", Usermaven documentation). */
export const ACCEPTED: ApiResponse = { status: 200, reason: null };

/** The body of every accepted request (the same). */
export const OK_BODY = JSON.stringify({ status: 'ok' });

/** What is sent: JSON for what was accepted, and plain text for what was not (source of Usermaven's collector). */
export const payloadOf = ({ reason }: ApiResponse): { readonly type: string; readonly body: string } =>
  reason === null
    ? { type: 'application/json', body: OK_BODY }
    : { type: 'text/plain; charset=utf-8', body: reason };
