import type { Arrived } from '../../api.ts';
import { LevelBars, UprightBars } from '../ui/bars.tsx';
import { count, timeOfUnit } from '../ui/format.ts';

const UNIT_TITLES: Readonly<Record<Arrived['times']['unit'], string>> = {
  day: 'Day',
  month: 'Month',
  year: 'Year',
};

/** What reached Usermaven during a run, as bars: a wrong unit, date order or time zone of the times is seen at a glance. */
export const ArrivedView = ({ arrived }: { readonly arrived: Arrived }) => {
  const { stored, dropped, duplicates, times, hours, names, otherNames } = arrived;
  const [first, last] = [times.bars[0], times.bars.at(-1)];
  if (first === undefined || last === undefined)
    return (
      <section class="stack tight">
        <h3>What arrived</h3>
        <p class="muted">
          Nothing new:{' '}
          {duplicates === dropped
            ? `Usermaven had stored ${duplicates === 1 ? 'the event' : `all ${count(duplicates, 'event')}`} before.`
            : `${count(dropped, 'event')} accepted and then dropped. See Dropped.`}
        </p>
      </section>
    );
  const labelOf = (from: string): string => timeOfUnit(from, times.unit);
  const span = first === last ? labelOf(first.from) : `${labelOf(first.from)} to ${labelOf(last.from)}`;
  return (
    <section class="stack tight arrived">
      <h3>What arrived</h3>
      <p>
        {count(stored, 'event')}, {span}.{dropped > 0 && ` ${count(dropped, 'event')} dropped.`}
      </p>
      <UprightBars
        by={UNIT_TITLES[times.unit]}
        title={`By ${times.unit}, UTC`}
        bars={times.bars.map(({ from, events }) => ({ label: labelOf(from), events }))}
      />
      <UprightBars
        by="Hour"
        title="By hour of the day, UTC"
        bars={hours.map((events, hour) => ({ label: `${String(hour).padStart(2, '0')}:00`, events }))}
      />
      <LevelBars
        by="Event name"
        title="By event name"
        bars={names.map(({ name, events }) => ({ label: name, events }))}
      />
      {otherNames > 0 && <p class="more">And {count(otherNames, 'other name')}.</p>}
      <p class="help">A bar where nothing should be points to a wrong unit, date order or time zone.</p>
    </section>
  );
};
