import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import manifest from '../package.json' with { type: 'json' };
import { run } from './run.ts';

const PACKAGE = '@sparticuz/chromium';

/** A browser to start, with what it needs around it. */
export interface PackagedChromium {
  readonly executablePath: string;
  /** Variables that it needs: where its libraries and fonts are. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The package unpacks into the folder of temporary files, so it gets one of its own. The variable makes it unpack the
 * libraries, too, which a bare system lacks: it otherwise does so on AWS Lambda only.
 */
const UNPACK = `
  import chromium from '${PACKAGE}';
  chromium.setGraphicsMode = false;
  await chromium.executablePath();
`;

/** The machine's own fonts, if it has any, and those of the package. The package's own file names folders of AWS Lambda. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

/** Where it is unpacked: in node_modules, so that git ignores it and `npm ci` removes it. A new version gets a new folder. */
const UNPACKED = fileURLToPath(
  new URL(`../node_modules/.cache/chromium-${manifest.devDependencies[PACKAGE]}`, import.meta.url),
);

/**
 * The Chromium that `npm ci` installs, unpacked the first time. Several processes may ask at once: each unpacks into a
 * folder of its own, and the first that is done gives it its name, so nobody ever sees a part of it.
 * @param folder where it is or will be.
 * @throws Error with what was printed when it cannot be unpacked.
 */
export const packagedChromium = async (folder: string = UNPACKED): Promise<PackagedChromium> => {
  if (!existsSync(folder)) await unpack(folder);
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: [join(folder, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH]
        .filter(Boolean)
        .join(delimiter),
      FONTCONFIG_FILE: join(folder, 'fonts', 'fonts.conf'),
    },
  };
};

const unpack = async (folder: string): Promise<void> => {
  const own = `${folder}.${randomUUID()}`;
  await mkdir(own, { recursive: true });
  try {
    await run('node', ['--input-type=module', '--eval', UNPACK], {
      env: { TMPDIR: own, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' },
    });
    await writeFile(join(own, 'fonts', 'fonts.conf'), FONTS);
    await rename(own, folder);
  } catch (error) {
    // Another process may have been faster: then its folder is there, whole.
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(own, { recursive: true, force: true });
  }
};
