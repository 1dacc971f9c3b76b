/** Why a deployment stops, for the person who runs it. Never holds the API key. */
export class DeployError extends Error {
  override readonly name: string = 'DeployError';
}

/** A request that got no response and may have been carried out: sent again, it could create something twice. */
export class NoResponse extends DeployError {
  override readonly name = 'NoResponse';
}
