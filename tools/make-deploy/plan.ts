import { canonicalJson, isBlank } from '../../src/lib/json.ts';
import type { RemoteComponent } from './api.ts';
import type { Component, Kind, LocalApp, Section } from './folder.ts';
import { LISTING } from './folder.ts';
import type { Origin } from './origin.ts';
import { keyOf, type Remote, sectionKey } from './remote.ts';

/** One thing to do in Make. */
export type Step =
  | { readonly do: 'update_app'; readonly changes: Readonly<Partial<typeof LISTING>> }
  | { readonly do: 'create'; readonly component: Component }
  | { readonly do: 'update'; readonly component: Component; readonly keys: readonly string[] }
  /** Without a component, a section of the app itself. */
  | { readonly do: 'write'; readonly component: Component | null; readonly section: Section }
  | { readonly do: 'icon' }
  | { readonly do: 'publish'; readonly component: Component };

/** What Make calls a component of ours; undefined when it does not exist yet, null when none is referred to. */
export type NameOf = (kind: Kind, id: string | null) => string | null | undefined;

/** What Make stores of a component beside its sections, in the words of its API. */
export const metadataOf = (component: Component, nameOf: NameOf): Readonly<Record<string, unknown>> => {
  const { kind, type, label, description, crud, connection, webhook } = component;
  if (kind === 'connection') return { label };
  const uses = { connection: nameOf('connection', connection), altConnection: null };
  if (kind === 'webhook') return { label, ...uses };
  return {
    label,
    description,
    ...(type === 'action' ? { crud } : {}),
    ...uses,
    ...(type === 'instant_trigger' ? { webhook: nameOf('webhook', webhook) } : {}),
  };
};

/** A section's text without what makes no difference: spaces and order of JSON, the last line break of Markdown. */
const normalized = (text: string, type: string): string | undefined => {
  if (type === 'text/markdown') return text.replaceAll('\r\n', '\n').trimEnd();
  try {
    const value: unknown = JSON.parse(text);
    return isBlank(value) ? '' : canonicalJson(value);
  } catch {
    // Somebody wrote comments into it in Make.
    return text.trim() === '' ? '' : undefined;
  }
};

const isSame = ({ content, type }: Section, remote: string | undefined): boolean =>
  normalized(content, type) === normalized(remote ?? '', type);

/** Where the component differs from what Make has, as keys of {@link metadataOf}. */
const changedKeys = (component: Component, found: RemoteComponent, nameOf: NameOf): string[] => {
  const stored: Readonly<Record<string, unknown>> = found;
  return Object.entries(metadataOf(component, nameOf))
    .filter(([key, value]) => value === undefined || (stored[key] ?? null) !== value)
    .map(([key]) => key);
};

/**
 * What has to be done so that Make has the app as it is here, in an order in which everything exists before it is
 * referred to. Empty when there is nothing to do. `icon` is the SHA-256 of ours.
 */
export const planSteps = (
  local: LocalApp,
  remote: Remote,
  { icon, origin, makePublic }: { icon: string; origin: Origin | undefined; makePublic: boolean },
): Step[] => {
  const nameOf: NameOf = (kind, id) =>
    id === null ? null : remote.components.get(keyOf({ kind, id }))?.name;
  const ofComponent = (component: Component): Step[] => {
    const { sections } = component;
    const found = remote.components.get(keyOf(component));
    const write = (section: Section): Step => ({ do: 'write', component, section });
    if (!found) return [{ do: 'create', component }, ...sections.map(write)];
    const keys = changedKeys(component, found, nameOf);
    return [
      ...(keys.length > 0 ? [{ do: 'update', component, keys } as const] : []),
      ...sections
        .filter((section) => !isSame(section, remote.sections.get(sectionKey(component, section))))
        .map(write),
    ];
  };
  const hidden = local.components.filter(
    (component) => component.kind === 'module' && remote.components.get(keyOf(component))?.public !== true,
  );
  const ofApp = local.general
    .filter(
      (section) => remote.app === null || !isSame(section, remote.sections.get(sectionKey(null, section))),
    )
    .map((section): Step & { do: 'write' } => ({ do: 'write', component: null, section }));
  // The modules read the common data, so it is there before them; the groups name the modules, so they come after them.
  const isBefore = ({ section }: (typeof ofApp)[number]): boolean => section.key === 'common';
  return [
    ...updateOfApp(remote),
    ...ofApp.filter(isBefore),
    ...local.components.flatMap(ofComponent),
    ...ofApp.filter((step) => !isBefore(step)),
    ...(origin?.icon === icon ? [] : [{ do: 'icon' } as const]),
    ...(makePublic ? hidden.map((component): Step => ({ do: 'publish', component })) : []),
  ];
};

const updateOfApp = ({ app }: Remote): Step[] => {
  if (app === null) return [];
  // Make returns colors in lower case, as ours is written.
  const stored: Readonly<Record<string, unknown>> = { ...app, theme: app.theme?.toLowerCase() };
  const changes = Object.fromEntries(Object.entries(LISTING).filter(([key, value]) => stored[key] !== value));
  return Object.keys(changes).length === 0 ? [] : [{ do: 'update_app', changes }];
};

/** A step in words: `create module trackEvent`. */
export const describeStep = (step: Step): string => {
  switch (step.do) {
    case 'update_app':
      return `update the app: ${Object.keys(step.changes).join(', ')}`;
    case 'create':
      return `create ${keyOf(step.component)}`;
    case 'update':
      return `update ${keyOf(step.component)}: ${step.keys.join(', ')}`;
    case 'write':
      return `write ${sectionKey(step.component, step.section)}`;
    case 'icon':
      return 'write app: icon';
    case 'publish':
      return `show ${keyOf(step.component)}`;
  }
};
