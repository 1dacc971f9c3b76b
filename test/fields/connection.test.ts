import { expect, test } from '@jest/globals';
import {
  CONNECTION_FIELDS,
  CREDENTIALS_PLACE,
  connectionHelp,
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

test('messages call a field as the form does, and forms help as declared', () => {
  for (const { key, label, help } of CONNECTION_FIELDS) {
    expect(connectionLabel(key)).toBe(label);
    expect(connectionHelp(key)).toBe(help);
  }
});
