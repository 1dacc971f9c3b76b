/** How much is measured. */
export interface Size {
  /** Processes started, of each app. */
  readonly coldStarts: number;
  /** Processes that call, of each app, since no two are compiled alike. */
  readonly processes: number;
  /** Turns of such a process with calls that send one event or read one webhook, and the calls of a turn. */
  readonly rounds: number;
  readonly callsPerRound: number;
  /** Calls before the first turn, for V8 to compile what is hot. */
  readonly warmUps: number;
  /** Calls before the first turn of a process that has run for long: all that it does has been compiled. */
  readonly longWarmUps: number;
  /** Rows of a batch, and turns of one batch in a process. */
  readonly rows: number;
  readonly batchRounds: number;
  /** Rows of the batches that show what a row costs, and how often each is sent. */
  readonly steps: readonly number[];
  readonly stepRounds: number;
  /** Milliseconds of an answer where the server takes as long as one on the Internet. */
  readonly latencyMs: number;
}

/** What `npm run bench` measures, in about twelve minutes. */
export const FULL: Size = {
  coldStarts: 100,
  processes: 5,
  rounds: 50,
  callsPerRound: 4,
  warmUps: 300,
  longWarmUps: 3_000,
  rows: 10_000,
  batchRounds: 4,
  steps: [1_000, 2_000, 5_000, 10_000, 20_000, 50_000],
  stepRounds: 7,
  latencyMs: 50,
};

/** What the tests measure: every line once, quickly. The figures say little. */
export const SMOKE: Size = {
  coldStarts: 1,
  processes: 1,
  rounds: 1,
  callsPerRound: 1,
  warmUps: 1,
  longWarmUps: 2,
  rows: 400,
  batchRounds: 1,
  steps: [100, 400],
  stepRounds: 1,
  latencyMs: 5,
};
