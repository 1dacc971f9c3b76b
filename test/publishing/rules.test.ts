import { describe, expect, test } from '@jest/globals';
import {
  asksForCredential,
  describesOperation,
  describesTrigger,
  hasBrokenLink,
  hasDangerousUri,
  hasPlainHttp,
  isTitleCase,
  linksIn,
  tellsAccountsApart,
} from './rules.ts';

describe.each([
  [
    'D001 a credential among inputs',
    asksForCredential,
    ['api_key', 'api_token', 'user_password', 'clientSecret'],
    ['project_id', 'tag_name', 'user_email_address'],
  ],
  [
    'D003 a good connection label',
    tellsAccountsApart,
    ['{{user}} @ {{team}}', '{{name}} - {{email}}', '{{username}}', '{{user}} ({{email}})'],
    ['Slack', 'api_key', 'My token is: 12345', '{{token}}', '{{api_key}}', '{{password}}', 'user token'],
  ],
  [
    'D007 an address without encryption',
    hasPlainHttp,
    ['http://example.com/messages/subscribe'],
    ['https://example.com/messages/subscribe'],
  ],
  [
    'D008 a broken link',
    hasBrokenLink,
    [
      'See [Google(https://google.com)',
      'See https://google.com',
      'See [Google] (https://google.com)',
      'See www.google.com',
      'See [](https://google.com)',
    ],
    ['See [Google](https://google.com)', 'See `https://google.com`', 'No link at all'],
  ],
  [
    'D018 title case',
    isTitleCase,
    ['New Contact', 'Attributes Kept as Text', 'Event Attributes (JSON)', 'Follow-Up Question'],
    ['new contact', 'New contact', 'Attributes Kept As Text', 'Of Mice and men', 'Follow-up Question'],
  ],
  [
    'D021 the description of a trigger',
    describesTrigger,
    ["Triggers when there's a new contact."],
    [
      "Whenever there's a new contact, this goes?",
      "Triggers whenever there's a new contact.",
      'Triggers when something happens',
    ],
  ],
  [
    'D025 an address that runs code',
    hasDangerousUri,
    ["javascript:alert('XSS');//", '[x](JavaScript:alert(1))', 'data:text/html,x'],
    ['https://example.com', 'The data: what it is'],
  ],
  [
    'a good description',
    describesOperation,
    ['Sends an event to the timeline of a person.', 'Sends many events. Works with rows.'],
    [
      'Send an event.',
      'Sends an event',
      'Sends one. Sends two. Sends three.',
      'Sends an event to Usermaven.',
      'Sends an **event**.',
      'Sends an [event](https://example.com).',
    ],
  ],
] as const)('%s', (_rule, holds, yes: readonly string[], no: readonly string[]) => {
  test.each(yes)('%s', (text) => {
    expect(holds(text)).toBe(true);
  });
  test.each(no)('not: %s', (text) => {
    expect(holds(text)).toBe(false);
  });
});

test('D002 a link to where the key is', () => {
  expect(linksIn('API key is found on the "API Details" page in settings')).toEqual([]);
  expect(linksIn('Go to the [API Details](https://my.site.com/manage/api-details) screen.')).toEqual([
    '[API Details](https://my.site.com/manage/api-details)',
  ]);
});
