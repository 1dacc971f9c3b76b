import { EVENTS_HOST, HOST_VARIABLE } from '../../../src/usermaven/request.ts';
import { VerifyError } from '../errors.ts';
import type { Finding } from '../finding.ts';
import { MAX_EVENTS } from '../journal.ts';
import { timeOfMark } from '../mark.ts';
import type { Answer } from '../prompts.ts';
import type { Service, VerifyContext } from '../service.ts';
import { createEventsApi, type EventsApi, type Reply } from './api.ts';
import { openWorkspace } from './connection.ts';
import { type Marked, markedWith } from './marked.ts';
import { type ProbeTools, saysNothing } from './probe.ts';
import { afterAll, PROBES } from './probes.ts';
import { emptyBatch } from './probes-credentials.ts';
import type { Look, Scene } from './scene.ts';
import { PROBE_LOOKS, SCENES } from './scenes.ts';

const LOOKS = [...PROBE_LOOKS, ...SCENES.flatMap(({ looks }) => looks)];

/** A response that takes longer is none. */
const TIMEOUT_MS = 30_000;

/** Usermaven's Events API, and what a person sees in Usermaven. `timeoutMs`: how long a response may take. */
export const usermavenService = (timeoutMs = TIMEOUT_MS): Service => ({
  name: 'usermaven',
  help: `Sends requests and marked events to a test workspace, where they stay, and asks what you see there.
authData_api_key, authData_server_token and authData_workspace_name have to be in the environment or in .env.
${HOST_VARIABLE} points it at another host: https, or this machine.`,
  rows: [
    ...new Set([
      'empty-batch',
      'no-redirect',
      ...PROBES.map(({ row }) => row),
      ...LOOKS.map(({ row }) => row),
    ]),
  ],
  isReal: (variables) => [EVENTS_HOST, undefined, ''].includes(variables[HOST_VARIABLE]?.trim()),
  run: (context) => verifyUsermaven(context, timeoutMs),
});

async function* verifyUsermaven(context: VerifyContext, timeoutMs: number): AsyncGenerator<Finding> {
  const { prompts, mark, print } = context;
  const workspace = openWorkspace(context);
  const marked = markedWith(mark, workspace.credentials.apiKey, timeOfMark(mark) ?? Date.now());
  if (context.isEarlier) {
    const observed = 'Its responses are in the report of the run that sent it.';
    yield* PROBES.map(({ row }): Finding => ({ row, verdict: 'skipped', observed }));
    print('\nSkip what was not accepted: the report of that run says so.');
    yield* lookFor(LOOKS, marked, context);
    return;
  }
  const asked = `\nThis sends at most ${MAX_EVENTS} events to ${workspace.host},\ninto the workspace "${context.workspace}", where they stay.`;
  if (!(await prompts.confirm(asked, 'send'))) throw new VerifyError('Nothing was sent.');
  const api = createEventsApi(workspace, context, timeoutMs);

  print('\nWhat the responses tell:');
  yield* probe({ api, workspace, marked });

  print('\nSending what a person has to look for ...');
  const looks: Look[] = [...PROBE_LOOKS];
  for (const scene of SCENES) {
    const failed = await play(scene, api, marked);
    if (failed === undefined) looks.push(...scene.looks);
    else yield* scene.looks.map((look) => notSent(look, failed));
  }
  yield* afterAll(api);
  yield* lookFor(looks, marked, context);
}

/** What the responses tell. Throws {@link VerifyError} where nothing more can be told, before anything is sent that may be stored. */
async function* probe(tools: ProbeTools): AsyncGenerator<Finding> {
  const { right, seen } = await emptyBatch(tools);
  yield* seen.map((each) => ({ row: 'empty-batch', ...each }));
  stopUnlessOpen(right);
  for (const { row, run } of PROBES) {
    yield* [await run(tools)].flat().map((each) => ({ row, ...each }));
  }
}

const stopUnlessOpen = (right: Reply): void => {
  const { response, said } = right;
  if (response.kind === 'unauthorized') {
    throw new VerifyError(`Usermaven does not accept these credentials: ${said}. Copy both again.`);
  }
  if (saysNothing(right)) {
    throw new VerifyError(`Usermaven is not available: ${said}. No events were sent. Try again later.`);
  }
  if (response.kind === 'redirected') {
    throw new VerifyError(
      `The address redirects (${said}), and a redirect is not followed. No events were sent.`,
    );
  }
};

/** Sends the events of a scene. Returns the response that did not accept one, after which the rest is not sent. */
const play = async (
  { what, requests }: Scene,
  api: EventsApi,
  marked: Marked,
): Promise<Reply | undefined> => {
  for (const body of requests(marked)) {
    const name = String(body.event_type);
    const reply = await api.post(`${what}: ${name}`, JSON.stringify(body));
    if (reply.response.kind !== 'accepted') return reply;
  }
  return undefined;
};

/** What to say of a look whose events were not accepted: that was never assumed. */
const notSent = ({ row, yes }: Look, failed: Reply): Finding => {
  const observed = `The event was not accepted: ${failed.said}.`;
  if (saysNothing(failed)) return { row, verdict: 'unclear', observed };
  return { row, verdict: yes.verdict === 'noted' ? 'noted' : 'refuted', observed };
};

async function* lookFor(
  looks: readonly Look[],
  marked: Marked,
  { prompts, print, workspace }: VerifyContext,
): AsyncGenerator<Finding> {
  print(`\nWhat to look for in Usermaven, in the workspace "${workspace}":\n`);
  print(looks.map(({ text }, index) => `${String(index + 1).padStart(3)}. ${text(marked)}`).join('\n'));
  await prompts.pause('\nEvents may take some minutes until they are there.');
  for (const [index, look] of looks.entries()) {
    const answer = await prompts.ask({
      id: look.question,
      text: `\n${index + 1} of ${looks.length}. ${look.text(marked)}`,
    });
    yield { row: look.row, ...meaningOf(look, answer) };
  }
}

const meaningOf = (look: Look, answer: Answer): Omit<Finding, 'row'> => {
  if (answer === 'skip') return { verdict: 'skipped', observed: `Nobody looked (${look.question}).` };
  if (answer === 'cannot tell')
    return { verdict: 'unclear', observed: `It could not be told (${look.question}).` };
  return look[answer];
};
