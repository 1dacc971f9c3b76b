/** A reason why a deployment stops, in words for the person who runs it. Never holds the API key. */
export class DeployProblem extends Error {
  override readonly name: string = 'DeployProblem';
}

/** A request that may have been carried out although no answer came: sent again, it could make a second thing. */
export class NoAnswer extends DeployProblem {
  override readonly name = 'NoAnswer';
}
