import lock from '../package-lock.json' with { type: 'json' };

/** An installed package, as far as package-lock.json tells. */
interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}

/** A package that an installation without development packages has. */
export interface ProductionPackage extends LockedPackage {
  /** Where it is installed, from the root: `node_modules/lodash`, or deeper where versions differ. */
  readonly path: string;
  /** `lodash`, `@babel/runtime`. */
  readonly name: string;
}

const packages: Readonly<Record<string, LockedPackage>> = lock.packages;

/** What `npm ci --omit=dev` installs, and so what the Zapier CLI builds from when it pushes; sorted by path. */
export const productionPackages = (): ProductionPackage[] =>
  Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path, locked]) => ({ ...locked, path, name: path.slice(path.lastIndexOf('node_modules/') + 13) }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
