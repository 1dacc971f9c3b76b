import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import type { Json } from '../../../src/lib/json.ts';
import { blueprintUrl, type MakeResponse } from '../../api.ts';
import { count } from '../ui/format.ts';
import { ScrollArea } from '../ui/tables.tsx';
import { Raw, ViewSwitch } from '../ui/value-view.tsx';
import { type ComparedLine, compareBodies } from './compare.ts';
import type { Scenario } from './use-run.ts';

interface BothBodies {
  /** The body that the Zapier app sent. */
  readonly body: Json;
  readonly make: MakeResponse;
}

interface MakeViewProps extends BothBodies {
  readonly scenario: Scenario | null;
}

/** Both bodies side by side, with differences marked and explained. */
export const MakeView = ({ body, make, scenario }: MakeViewProps) => {
  const [raw, setRaw] = useState(false);
  const lines = compareBodies(body, make);
  const { differences } = make;
  return (
    <div class="stack">
      <p>
        The same input through the Make module <strong>{make.module}</strong>.{' '}
        {differences.length === 0
          ? 'Both apps send the same body.'
          : `${count(differences.length, 'difference')}, marked with ≠.`}
      </p>
      {differences.length > 0 && (
        <ul class="reasons">
          {[...new Set(differences.map(({ reason }) => reason))].map((reason) => (
            <li key={reason}>
              <code>{pathsOf(differences.filter((difference) => difference.reason === reason))}</code>
              <br />
              {reason}
            </li>
          ))}
        </ul>
      )}
      <ViewSwitch label="Both bodies" raw={raw} onChange={setRaw} />
      {raw ? <BothRaw body={body} make={make} /> : <Compared lines={lines} />}
      {scenario && <ScenarioDownload {...scenario} />}
    </div>
  );
};

/** The recipe as a file for Make, and what has to be filled in there. */
const ScenarioDownload = ({ recipe, appPlaceholder }: Scenario) => (
  <p>
    <a href={blueprintUrl(recipe)} download>
      Download this recipe as a Make scenario
    </a>
    . In the file, replace <code>{appPlaceholder}</code> with the name that Make gave the app. After a
    deployment, <code>npm run make:blueprints</code> writes it with the right name.
  </p>
);

/** The paths of differences, without row numbers: rows usually differ at the same paths. */
const pathsOf = (differences: MakeResponse['differences']): string =>
  [...new Set(differences.map(({ path }) => path.replace(/^\d+\./, '')))].join(', ');

/** A path with list positions that start at 1, as everywhere on the page. */
const fromOne = (path: string): string =>
  path.replace(/(?<=^|\.)\d+(?=\.|$)/g, (position) => String(Number(position) + 1));

const BothRaw = ({ body, make }: BothBodies) => (
  <div class="side-by-side">
    <section>
      <h3>Zapier</h3>
      <Raw label="Body as Zapier sends it" value={body} />
    </section>
    <section>
      <h3>Make</h3>
      <Raw label="Body as Make sends it" value={make.body} />
    </section>
  </div>
);

const Compared = ({ lines }: { readonly lines: readonly ComparedLine[] }) => (
  <ScrollArea label="Both bodies">
    <table class="data compared">
      <caption class="visually-hidden">Both bodies</caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Zapier sends</th>
          <th scope="col">Make sends</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ path, zapier, make, reason }) => (
          <tr key={path} class={reason === null ? undefined : 'is-different'}>
            <th scope="row">
              {reason === null ? null : (
                <span class="mark">
                  <span aria-hidden="true">≠</span>
                  <span class="visually-hidden">Differs: </span>
                </span>
              )}
              <Path path={fromOne(path)} />
            </th>
            <Side side={zapier} isTyped={reason !== null} />
            <Side side={make} isTyped={reason !== null} />
          </tr>
        ))}
      </tbody>
    </table>
  </ScrollArea>
);

/** A path that can wrap after its dots. */
const Path = ({ path }: { readonly path: string }) => (
  <>
    {path.split('.').map((name, index, { length }) => (
      <Fragment key={`${index}-${name}`}>
        {name}
        {index < length - 1 && '.'}
        <wbr />
      </Fragment>
    ))}
  </>
);

interface SideProps {
  readonly side: ComparedLine['zapier'];
  /** Also shows the type, which may be the only difference. */
  readonly isTyped: boolean;
}

const Side = ({ side, isTyped }: SideProps) => (
  <td>
    {side === null ? (
      <span class="muted">not sent</span>
    ) : (
      <>
        <span class="value">{side.text}</span>
        {isTyped && <span class="type"> {side.type}</span>}
      </>
    )}
  </td>
);
