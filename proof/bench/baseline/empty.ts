import { defineApp, version as platformVersion } from 'zapier-platform-core';
import manifest from '../../../package.json' with { type: 'json' };

/** The least that Zapier takes: what every app pays before it does anything. */
const app = defineApp({ version: manifest.version, platformVersion });

// biome-ignore lint/style/noDefaultExport: what Zapier loads.
export default app;
