/** Why a verification stops, for the person who runs it. Never holds a secret. */
export class VerifyError extends Error {
  override readonly name = 'VerifyError';
}
