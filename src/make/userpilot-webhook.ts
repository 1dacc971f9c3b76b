import { connectionLabel } from '../fields/connection.ts';
import { FIELDS } from '../fields/index.ts';
import { FAMILIES, KNOWN_NAMES, OTHER, TYPE_CHOICES } from '../userpilot/event-types.ts';
import { EARLIEST, LATEST } from '../userpilot/output.ts';
import { SIGNATURE_HEADER } from '../userpilot/signature.ts';
import type { MakeWebhook } from './app-types.ts';
import {
  call,
  captured,
  type Expression,
  isFilled,
  lone,
  member,
  NOTHING,
  onlyIf,
  orElse,
  parameter,
  quoted,
  replaced,
  type Template,
} from './iml.ts';
import { sentenceCase, toParameter } from './parameters.ts';

const SECRET = call('trim', parameter('userpilot_secret'));
const TYPE: Expression = 'body.type';
const DATA: Expression = 'body.data';
const TIMESTAMP: Expression = 'body.timestamp';

/** Make has no raw body; its own JSON of the parsed one equals it as long as the sender writes compact JSON. */
const BODY = call('createJSON', 'body');

/** `t=<timestamp>,v1=<signature>`. */
const HEADER = member('headers', SIGNATURE_HEADER);

/** Whether the body is a Userpilot event. */
const IS_EVENT = `${DATA} && ${call('trim', TYPE)}`;

/** Whether one of the header's parts is the signature that the secret gives, in hex or base64. */
const isSigned = (): Expression => {
  const timestamp = orElse(captured(HEADER, /^(?:.*,)? *t=([^, ]*).*$|^.*$/), TIMESTAMP);
  const has = (header: Expression, encoding: string): Expression => {
    const signature = call('sha256', `${BODY} + '.' + ${timestamp}`, quoted(encoding), SECRET);
    return call('contains', call('split', header, quoted(',')), `${quoted('v1=')} + ${signature}`);
  };
  return `${has(call('lower', HEADER), 'hex')} || ${has(HEADER, 'base64')}`;
};

/** Whether the type of the event is among the chosen ones; a type that cannot be chosen counts as "other". */
const isChosen = (): Expression => {
  const known = TYPE_CHOICES.map(({ value }) => value).filter((value) => value !== OTHER);
  const isKnown = call('contains', call('split', quoted(known.join(',')), quoted(',')), TYPE);
  return call('contains', parameter(FIELDS.event_types.key), call('if', isKnown, TYPE, quoted(OTHER)));
};

/**
 * Whether a request starts anything, in three parts: it is an event; it is signed, if there is a secret; its type is chosen, if
 * any is. The signature cannot be checked in Make's `verification`: that is for the handshake of senders that try out an address,
 * and a request that passes it makes no bundle. Make documents no `temp` for webhooks, so the parts are not named there.
 */
const startsSomething = (): Expression => {
  const parts = [
    IS_EVENT,
    call('if', SECRET, isSigned(), 'true'),
    call('if', `${parameter(FIELDS.event_types.key)}[1]`, isChosen(), 'true'),
  ];
  // Only `false` stops Make for certain, so nothing else may come out.
  return call('if', parts.map((part) => `(${part})`).join(' && '), 'true', 'false');
};

/** `text_input` becomes `Text Input`. */
const titled = (wire: Expression): Expression =>
  call('startcase', call('trim', replaced(wire, /[ ._:/-]+/g, ' ')));

const FAMILY = replaced(TYPE, /[.].*$/, '');

/** One value for each family of types, another one for types of no family. */
const byFamily = (
  pick: (family: (typeof FAMILIES)[keyof typeof FAMILIES]) => string,
  otherwise: Expression,
): Expression =>
  call(
    'switch',
    FAMILY,
    ...Object.entries(FAMILIES).flatMap(([prefix, family]) => [quoted(prefix), quoted(pick(family))]),
    otherwise,
  );

/** `flows.completed` becomes `Userpilot Flow Completed`, as describeType does. */
const eventName = (): Expression => {
  const noun = byFamily(({ noun: name }) => name, titled(FAMILY));
  const derived = call('trim', `${noun} + ' ' + ${titled(replaced(TYPE, /^[^.]*/, ''))}`);
  const exceptions = [...KNOWN_NAMES].flatMap(([type, name]) => [quoted(type), quoted(name)]);
  return `'Userpilot ' + ${orElse(call('switch', TYPE, ...exceptions, derived), quoted('Event'))}`;
};

/**
 * The time as a date, from seconds or milliseconds as a number or its text, as `asSeconds` reads them; ISO 8601 is passed on as it is,
 * since Make reads it wherever it expects a date.
 */
const occurredAt = (): Expression => {
  const text = call('trim', call('toString', TIMESTAMP));
  const count = captured(text, /^([0-9]{1,15}(?:[.][0-9]{1,15})?)$|^(?:.|[^.])*$/);
  const iso = captured(
    text,
    /^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:.*(?:Z|[+-][0-9]{2}:?[0-9]{2}))$|^(?:.|[^.])*$/i,
  );
  const number = call('parseNumber', count, quoted('.'));
  const within = (earliest: number, latest: number, token: string): Expression =>
    onlyIf(`${number} >= ${earliest} && ${number} < ${latest}`, call('parseDate', number, quoted(token)));
  const date = orElse(within(EARLIEST, LATEST, 'X'), within(EARLIEST * 1000, LATEST * 1000, 'x'));
  return call('if', isFilled(count), date, orElse(iso, NOTHING));
};

const WITH_SCHEME = /^https?:[/][/].*$/i;

/** The page from host and path. Either may be a whole address, as in `toOutput`. */
const pageUrl = (): Expression => {
  const path = member(DATA, 'pathname');
  const host = replaced(replaced(member(DATA, 'hostname'), /^https?:[/][/]/i, ''), /[/?#].*$/, '');
  const rest = replaced(orElse(path, quoted('')), /^(?=[^/])/, '/');
  const isAddress = `${call('length', replaced(orElse(path, quoted('/')), WITH_SCHEME, ''))} = 0`;
  return call(
    'if',
    isAddress,
    path,
    onlyIf(isFilled(member(DATA, 'hostname')), `'https://' + ${host} + ${rest}`),
  );
};

/** What the trigger returns: the keys of output.ts, by the same names. */
const OUTPUT: { [key: string]: Template } = {
  id: lone(call('sha256', BODY, quoted('hex'))),
  type: lone(TYPE),
  category: lone(byFamily(({ category }) => category, quoted(OTHER))),
  action: lone(member(DATA, 'action')),
  event_name: lone(eventName()),
  occurred_at: lone(occurredAt()),
  app_token: lone('body.app_token'),
  content_id: lone(orElse(call('toString', member(DATA, 'id')), NOTHING)),
  hostname: lone(member(DATA, 'hostname')),
  pathname: lone(member(DATA, 'pathname')),
  url: lone(pageUrl()),
  score: lone(member(DATA, 'score')),
  survey_question: lone(member(DATA, 'survey_question')),
  follow_up_question: lone(member(DATA, 'follow_up_question')),
  feedback: lone(member(DATA, 'feedback')),
  user: lone(member(DATA, 'user')),
  company: lone(member(DATA, 'company')),
  signature_verified: lone(call('if', SECRET, 'true', 'false')),
};

/** The dedicated webhook: its address is copied by hand, since Userpilot has no API to create webhooks. */
export const userpilotWebhook: MakeWebhook = {
  label: 'Userpilot events',
  params: [
    {
      type: 'banner',
      title: 'Set up in Userpilot',
      text: 'Save, then copy the address of this webhook. In Userpilot, open Configure > Integrations > Webhooks, choose Create Webhook and paste it. Switch each event on before you save, then switch the webhook on in the Status column.',
      theme: 'info',
      closable: false,
    },
    toParameter(FIELDS.event_types),
    {
      name: 'userpilot_secret',
      type: 'password',
      label: sentenceCase(connectionLabel('userpilot_secret')),
      help: 'The secret token of this webhook in [Userpilot](https://run.userpilot.io/), under Configure > Integrations > Webhooks. With it, requests that Userpilot did not sign are ignored.',
      editable: true,
    },
  ],
  communication: {
    condition: lone(startsSomething()),
    output: OUTPUT,
  },
};
