import { Hono } from 'hono';
import { USERPILOT_EVENT } from '../../../src/actions/userpilot-event.ts';
import { type HookAnswer, PATHS } from '../../api.ts';
import { BODIES, operationNamed, readBody, refusal } from '../bodies.ts';
import { pathOf } from '../compiled.ts';
import { fromProcess, isJsonObject } from '../json.ts';
import { type Mask, maskOf } from '../mask.ts';
import type { Environment, Parts } from '../parts.ts';
import { loggedLines, type Recording, record } from '../recording.ts';
import { stepErrorShown } from '../shown-error.ts';
import { asTriggerBundle, deliveryOf, WEBHOOK_URL } from '../userpilot.ts';

/** `POST /api/hook`: delivers one Userpilot sample to the trigger. */
export const hookRoute = ({ app, connector, sandbox, platform, oneAtATime }: Parts) =>
  new Hono<Environment>().post(PATHS.hook, async (c) => {
    const { authData, inputData, type, signature } = await readBody(c, BODIES.hook);
    const mask = maskOf(authData);
    const delivery = deliveryOf({ type, signature }, authData.userpilot_secret?.trim() ?? '');
    if (!delivery) throw refusal(400, `There is no Userpilot sample of the type "${type}".`);
    const method = `${pathOf(operationNamed(app, USERPILOT_EVENT.key))}.perform`;
    const { outcome, logs } = await oneAtATime(() =>
      record({ sandbox, platform }, () =>
        connector.invoke(method, { authData, inputData, ...asTriggerBundle(delivery) }),
      ),
    );
    const answer: HookAnswer = {
      url: WEBHOOK_URL,
      ...delivery,
      result: resultOf(outcome, mask),
      logs: loggedLines(logs, mask),
    };
    return c.json(answer);
  });

const resultOf = (outcome: Recording<unknown>['outcome'], mask: Mask): HookAnswer['result'] => {
  if (!outcome.ok) return { ok: false, error: stepErrorShown(outcome.error, mask) };
  const events = fromProcess(outcome.value);
  return { ok: true, outputs: Array.isArray(events) ? events.filter(isJsonObject).map(mask.object) : [] };
};
