/** In order: files of these folders start processes, builds and browsers, and take longest. */
const LONG = ['deploy', 'change', 'proof', 'verify', 'playground', 'build', 'demo', 'zapier'].map(
  (name) => `/test/${name}/`,
);

const rankOf = ({ path }) => {
  const rank = LONG.findIndex((folder) => path.includes(folder));
  return rank < 0 ? LONG.length : rank;
};

/**
 * The order of test files, the same on every machine. Jest's own begins with what took longest last time, which a fresh clone
 * does not know: it takes the largest files instead, and the longest tests, which are short to read, would come last and alone.
 */
export default class LongestFirst {
  sort(tests) {
    return tests.toSorted((one, other) => rankOf(one) - rankOf(other) || (one.path < other.path ? -1 : 1));
  }

  cacheResults() {
    // Nothing of a run is needed for the next.
  }
}
