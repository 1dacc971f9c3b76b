/** Does one thing after another, each when its turn comes. Returns what it returns, or throws what it throws. */
export type Queue = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** A queue in which nobody waits yet. */
export const createQueue = (): Queue => {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
};
