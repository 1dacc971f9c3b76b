/** What the sandbox answers when nothing goes wrong on purpose: a status and JSON. */
export interface Answer {
  readonly status: 200 | 400 | 401 | 404 | 405 | 413 | 500;
  readonly body: { readonly status: 'ok' } | { readonly message: string; readonly error: string };
}

/** The body of every accepted request ("Response", Usermaven documentation). */
export const OK = { status: 'ok' } as const;
