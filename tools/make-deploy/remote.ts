import { type AppAddress, type MakeApi, type RemoteApp, type RemoteComponent, typeOf } from './api.ts';
import { DeployError } from './errors.ts';
import { type Component, KINDS, type Kind, type LocalApp, type Section } from './folder.ts';
import type { Origin } from './origin.ts';

/** What Make has of the app before anything is written. */
export interface Remote {
  /** Null when the app does not exist yet. */
  readonly app: RemoteApp | null;
  /** By {@link keyOf}; what is missing is not in it. */
  readonly components: ReadonlyMap<string, RemoteComponent>;
  /** The text of each section that there is, by {@link sectionKey}. */
  readonly sections: ReadonlyMap<string, string>;
}

/** A component's key in the maps: `module trackEvent`. */
export const keyOf = ({ kind, id }: Pick<Component, 'kind' | 'id'>): string => `${kind} ${id}`;

/** A section's key in the map: `module trackEvent: interface`, or `app: base`. */
export const sectionKey = (component: Component | null, { key }: Section): string =>
  `${component === null ? 'app' : keyOf(component)}: ${key}`;

/** What Make has of an app that does not exist. */
export const NOTHING: Remote = { app: null, components: new Map(), sections: new Map() };

/**
 * Reads what Make has of the app: finds our components by the names in make-origin.json, or by label and type, and
 * reads their sections. Throws {@link DeployError} when a component is of another type, which cannot change, or when
 * several could be ours.
 */
export const readRemote = async (
  api: MakeApi,
  local: LocalApp,
  app: RemoteApp,
  origin: Origin,
): Promise<Remote> => {
  const at: AppAddress = { app: origin.app, version: origin.version };
  const components = new Map<string, RemoteComponent>();
  for (const kind of KINDS) {
    const listed = await api.list(kind, at);
    for (const component of local.components.filter((candidate) => candidate.kind === kind)) {
      const found = findOurs(component, listed, origin);
      if (!found) continue;
      const detail = kind === 'connection' ? found : await api.component(kind, found.name, at);
      components.set(keyOf(component), { ...found, ...detail });
    }
  }
  checkTypes(local, components);

  const sections = new Map<string, string>();
  const readSection = async (component: Component | null, name: string, section: Section) => {
    const text = await api.section(component && { kind: component.kind, name }, section, at);
    if (text !== null) sections.set(sectionKey(component, section), text);
  };
  for (const component of local.components) {
    const name = components.get(keyOf(component))?.name;
    if (name === undefined) continue;
    for (const section of component.sections) await readSection(component, name, section);
  }
  for (const section of local.general) await readSection(null, '', section);
  return { app, components, sections };
};

/** What Make calls our connections, or our webhooks, as far as make-origin.json says. */
const savedNames = (kind: Kind, origin: Origin): Readonly<Record<string, string>> =>
  kind === 'connection' ? origin.connections : kind === 'webhook' ? origin.webhooks : {};

const findOurs = (
  component: Component,
  listed: readonly RemoteComponent[],
  origin: Origin,
): RemoteComponent | undefined => {
  const { kind, id, label, type } = component;
  if (kind === 'module') return listed.find(({ name }) => name === id);
  const known = savedNames(kind, origin);
  const ours = listed.find(({ name }) => name === known[id]);
  if (ours) return ours;
  const taken = Object.values(known);
  const alike = listed.filter(
    (other) => other.label === label && typeOf(other) === type && !taken.includes(other.name),
  );
  if (alike.length > 1) {
    throw new DeployError(
      `The app has ${alike.length} ${kind}s called "${label}" in Make: ${alike.map(({ name }) => name).join(', ')}. Write the name of the right one into make-origin.json, under ${kind}s, as ${id}.`,
    );
  }
  return alike[0];
};

const checkTypes = (local: LocalApp, components: ReadonlyMap<string, RemoteComponent>): void => {
  const others = local.components.flatMap((component) => {
    const found = components.get(keyOf(component));
    if (!found || typeOf(found) === component.type) return [];
    return [`${keyOf(component)} is ${typeOf(found)} in Make and ${component.type} here`];
  });
  if (others.length === 0) return;
  throw new DeployError(
    `The type of a component cannot change: ${others.join('; ')}. Give it a new id here, or delete it in Make if nobody uses it.`,
  );
};
