import { it, expect } from '@jest/globals';
import zapier from 'zapier-platform-core';
import App from '../../index.ts';
import { build } from 'esbuild';
it('x', async () => {
  const handler = zapier.createAppHandler(App);
  const { results } = await handler({ command: 'definition' });
  console.log(JSON.stringify(results, null, 1).slice(0, 6000));
  console.log(await handler({ command: 'validate' }));
  const r = await handler({command:'execute', method:'creates.send_batch.operation.inputFields', bundle:{inputData:{attribute_names:['a']}}});
  console.log(JSON.stringify(r.results,null,1));
  const b = await build({entryPoints:['index.ts'],bundle:true,write:false,platform:'node',format:'esm',external:['zapier-platform-core'],metafile:true});
  console.log(Object.keys(b.metafile.inputs).filter(x=>/node_modules/.test(x)).length, b.outputFiles[0].text.length);
});
