/** What the sandbox responds when no fault is set: a status and JSON. */
export interface ApiResponse {
  readonly status: 200 | 400 | 401 | 404 | 405 | 413 | 500;
  readonly body: { readonly status: 'ok' } | { readonly message: string; readonly error: string };
}

/** The body of every accepted request ("Response", Usermaven documentation). */
export const OK = { status: 'ok' } as const;

/** An error in the shape of the API's ancestor. */
export const errorResponse = (status: ApiResponse['status'], message: string): ApiResponse => ({
  status,
  body: { message, error: '' },
});

/** Why a request was refused; null if it was accepted. */
export const reasonOf = ({ body }: ApiResponse): string | null => ('message' in body ? body.message : null);
