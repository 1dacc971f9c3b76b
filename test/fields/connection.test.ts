import { expect, test } from '@jest/globals';
import {
  CONNECTION_FIELDS,
  type ConnectionKey,
  CREDENTIALS_PLACE,
  connectionLabel,
} from '../../src/fields/connection.ts';

test('a connection asks for these, and only the credentials and the Userpilot secret are secret', () => {
  expect(CONNECTION_FIELDS.map(({ key, required, secret }) => [key, required, secret])).toEqual([
    ['workspace_name', true, false],
    ['api_key', true, true],
    ['server_token', true, true],
    ['userpilot_secret', false, true],
  ]);
});

test('each secret says where to find it, with a link', () => {
  for (const { secret, help } of CONNECTION_FIELDS) {
    expect(help).toMatch(/^[A-Z].*\.$/);
    if (secret) expect(help).toMatch(/\[[A-Z]\w+\]\(https:\/\/[a-z.]+\/\)/);
  }
  const credentials = CONNECTION_FIELDS.filter(({ key }) => key === 'api_key' || key === 'server_token');
  for (const { help } of credentials) expect(help).toContain(CREDENTIALS_PLACE);
});

test.each<[key: ConnectionKey, label: string, help: RegExp]>([
  ['workspace_name', 'Workspace Name', /^A name to recognize this connection by/],
  ['api_key', 'API Key', /copy the API Key\.$/],
  [
    'server_token',
    'Server Token',
    /^Next to the API Key .* Paste the token alone or joined with the API Key as KEY\.TOKEN\.$/,
  ],
  ['userpilot_secret', 'Userpilot Secret', /^Only for the Userpilot trigger: /],
])('messages call %s what the form calls it, %s, and the form has its help', (key, label, help) => {
  expect(connectionLabel(key)).toBe(label);
  expect(CONNECTION_FIELDS.find((field) => field.key === key)).toMatchObject({
    label,
    help: expect.stringMatching(help),
  });
});
