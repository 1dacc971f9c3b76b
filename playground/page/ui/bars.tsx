/** A bar: what it counts, as text, and how many. */
interface Bar {
  readonly label: string;
  readonly events: number;
}

interface BarsProps {
  /** What the bars count by: `Day`. */
  readonly by: string;
  readonly title: string;
  readonly bars: readonly Bar[];
}

const FULL = 100;
/** The least height or width of a bar that is not zero, so that one event among thousands is seen. */
const LEAST = 3;

const lengthOf = (events: number, most: number): number =>
  events === 0 ? 0 : Math.max(LEAST, (events / most) * FULL);

const mostOf = (bars: readonly Bar[]): number => Math.max(1, ...bars.map(({ events }) => events));

/** Upright bars in an order that means something, such as days. The first, the middle and the last one are named. */
export const UprightBars = ({ by, title, bars }: BarsProps) => {
  const most = mostOf(bars);
  const ends = new Set([bars[0], bars[Math.floor(bars.length / 2)], bars.at(-1)]);
  return (
    <figure class="chart">
      <figcaption class="chart-title">
        <span>{title}</span>
        <span class="muted">highest: {most.toLocaleString('en')}</span>
      </figcaption>
      <svg
        class="upright"
        viewBox={`0 0 ${bars.length} ${FULL}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {bars.map(({ label, events }, index) => {
          const height = lengthOf(events, most);
          return (
            <rect key={label} x={index + 0.1} y={FULL - height} width={0.8} height={height}>
              <title>{`${label}: ${events.toLocaleString('en')}`}</title>
            </rect>
          );
        })}
      </svg>
      <p class="chart-ends" aria-hidden="true">
        {[...ends].map((bar) => (
          <span key={bar?.label}>{bar?.label}</span>
        ))}
      </p>
      <SpokenBars by={by} title={title} bars={bars} />
    </figure>
  );
};

/** Level bars, each with its name and count. */
export const LevelBars = ({ by, title, bars }: BarsProps) => {
  const most = mostOf(bars);
  return (
    <figure class="chart">
      <figcaption class="chart-title">{title}</figcaption>
      <ul class="level" aria-hidden="true">
        {bars.map(({ label, events }) => (
          <li key={label}>
            <span class="level-label">{label}</span>
            <span class="level-count">{events.toLocaleString('en')}</span>
            <svg viewBox={`0 0 ${FULL} 1`} preserveAspectRatio="none" aria-hidden="true">
              <rect width={lengthOf(events, most)} height={1} />
            </svg>
          </li>
        ))}
      </ul>
      <SpokenBars by={by} title={title} bars={bars} />
    </figure>
  );
};

/** The same as a table, for screen readers. */
const SpokenBars = ({ by, title, bars }: BarsProps) => (
  <div class="visually-hidden">
    <table>
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{by}</th>
          <th scope="col">Events</th>
        </tr>
      </thead>
      <tbody>
        {bars
          .filter(({ events }) => events > 0)
          .map(({ label, events }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{events.toLocaleString('en')}</td>
            </tr>
          ))}
      </tbody>
    </table>
  </div>
);
