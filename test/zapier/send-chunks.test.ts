import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createAppTester, version as platformVersion } from 'zapier-platform-core';
import { type Sandbox, startSandbox } from '../../sandbox/usermaven/server.ts';
import { eventsUrl } from '../../src/usermaven/request.ts';
import { sendChunks } from '../../src/zapier/send-chunks.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

test('no chunk starts after the deadline', async () => {
  const rows = [1, 2, 3].map((row) => ({ row, id: `id_${row}`, json: '{}', bytes: 2 }));
  const zapier = createAppTester({ version: '1.0.0', platformVersion });
  const sent = await zapier((z) =>
    sendChunks({ request: z.request, url: eventsUrl(sandbox, sandbox.url), deadline: Date.now() }, rows),
  );
  expect(sent).toEqual({ accepted: [], requests: 0, outOfTime: true });
  expect(sandbox.requests).toEqual([]);
});
