import { describe, expect, test } from '@jest/globals';
import { IDENTIFY_COMPANY } from '../../src/actions/identify-company.ts';
import { fieldsOf } from '../../src/fields/index.ts';
import { eventsOf, issuesIn, prepare, readRows, valueFrom } from '../support/building.ts';

const NOBODY = 'all blank. Fill in at least one. A company call belongs to a person.';
const acme = { company_id: 'acme-42', user_id: 'usr_1' };

test('the event is a company call: a company, a person and no attributes', async () => {
  const attributes = { event_attributes: { plan: 'pro' }, event_attributes_json: { plan: 'pro' } };
  const [event = {}] = await eventsOf(IDENTIFY_COMPANY, {
    ...acme,
    ...attributes,
    company_attributes: { plan: 'pro' },
  });
  expect(event).toMatchObject({
    event_type: 'group',
    user: { id: 'usr_1' },
    company: { id: 'acme-42', custom: { plan: 'pro' } },
  });
  expect(event).not.toHaveProperty('event_attributes');
});

describe('a company has its id', () => {
  test.each(['', ' ', 'null', 'n/a', '(not set)', null])('so %j is refused by name', async (company_id) => {
    expect(issuesIn(await prepare(IDENTIFY_COMPANY, { ...acme, company_id }))).toEqual([
      'Company ID: required, but blank. Fill it in.',
    ]);
  });

  test('and one that cannot be read is never left out', async () => {
    for (const isBuilding of [true, false]) {
      const issues = issuesIn(
        await prepare(IDENTIFY_COMPANY, { ...acme, company_id: '{{id}}' }, { isBuilding }),
      );
      expect(issues).toEqual([expect.stringMatching(/^Company ID: "{{id}}" is a placeholder/)]);
    }
  });
});

describe('a company call belongs to a person', () => {
  test('so without one nothing is sent', async () => {
    const { company_id } = acme;
    expect(issuesIn(await prepare(IDENTIFY_COMPANY, { company_id }))).toEqual([
      `User ID, Email, Anonymous ID: ${NOBODY}`,
    ]);
  });

  test('as the help of each of the three says', () => {
    const helps = new Map(fieldsOf(IDENTIFY_COMPANY.fields).map(({ key, help }) => [key, help]));
    for (const key of ['user_id', 'email', 'anonymous_id'] as const)
      expect(helps.get(key)).toMatch(/^A company call belongs to a person\. Fill in at least one of/);
  });

  test.each([{ user_id: 'usr_1' }, { email: 'jane@example.com' }, { anonymous_id: '5zdta4zak9' }])(
    'whom %j names',
    async (who) => {
      expect(issuesIn(await prepare(IDENTIFY_COMPANY, { company_id: 'acme-42', ...who }))).toEqual([]);
    },
  );
});

test('help says what clients of Usermaven always send', () => {
  for (const { key, help } of fieldsOf(IDENTIFY_COMPANY.fields))
    expect(help.startsWith("Fill this in if you can: Usermaven's own clients always send it.")).toBe(
      key === 'company_name' || key === 'company_created_at',
    );
});

test.each([
  ['id', 'Company ID', 'company_id', 'company.id'],
  ['name', 'Company Name', 'company_name', 'company.name'],
  ['created_at', 'Company Created At', 'company_created_at', 'company.created_at'],
  // As the columns of a sheet are called.
  ['Name', 'Company Name', 'company_name', 'company.name'],
  ['Created At', 'Company Created At', 'company_created_at', 'company.created_at'],
  ['createdAt', 'Company Created At', 'company_created_at', 'company.created_at'],
])('an attribute named %s is refused in favour of its field', async (name, label, key, path) => {
  const says = (field: string, use: string) => [`${field}: "${name}" has a field of its own. Use ${use}.`];
  const company_attributes = { [name]: '2026-01-31', plan: 'pro' };
  expect(issuesIn(await prepare(IDENTIFY_COMPANY, { ...acme, company_attributes }))).toEqual(
    says('Company Attributes', label),
  );
  const rows = readRows({
    events_json: [
      { event_name: 'group', ...acme, company_attributes },
      { event_type: 'group', user: { id: 'usr_1' }, company: { id: 'acme-42', custom: company_attributes } },
    ],
  });
  expect(rows.map(({ built }) => issuesIn(built))).toEqual([
    says('company_attributes', key),
    says('company.custom', path),
  ]);
});

test('an attribute named custom is one like others', async () => {
  const [event] = await eventsOf(IDENTIFY_COMPANY, { ...acme, company_attributes: { custom: 'yes' } });
  expect(event).toMatchObject({ company: { id: 'acme-42', custom: { custom: 'yes' } } });
});

describe('rows of a batch are held to the same rules', () => {
  test('whatever their shape', () => {
    const rows = readRows({
      attribute_names: ['plan'],
      events: [{ event_name: 'group', user_id: 'usr_1' }],
      events_json: [
        { event_name: ' group ', ...acme },
        { event_name: 'group', user_id: 'usr_1' },
        { event_name: 'group', company_id: 'acme-42' },
        { event_name: 'group', ...acme, event_attributes: { plan: 'pro' } },
        { event_type: 'group', user: { id: 'usr_1' }, company: { id: 'acme-42', name: 'Acme' } },
        { event_type: 'group', user: { id: 'usr_1' }, company: { name: 'Acme' } },
        { event_type: 'group', user: {}, company: { id: 'acme-42' } },
        { event_type: 'group', user: { id: 'u' }, company: { id: 'acme' }, event_attributes: { plan: 1 } },
      ],
    });
    const none = '"plan" cannot be sent with "group", which has no attributes. Remove it.';
    expect(rows.map(({ built }) => issuesIn(built))).toEqual([
      [
        'Company ID: required, but Events has no column for it. Use Events (JSON) or the action Identify Company.',
      ],
      [],
      ['company_id: required, but blank. Fill it in.'],
      [`user_id, email, anonymous_id: ${NOBODY}`],
      [`event_attributes: ${none}`],
      [],
      ['company.id: required, but blank. Fill it in.'],
      [`user.id, user.email, user.anonymous_id: ${NOBODY}`],
      [`event_attributes: ${none}`],
    ]);
  });

  test('so what the JavaScript client sends of a company is taken as it is', () => {
    const raw = {
      event_type: 'group',
      user: { id: 'usr_1', anonymous_id: '5zdta4zak9', email: 'jane@example.com', first_name: 'Jane' },
      company: { id: 'acme-42', name: 'Acme', created_at: '2022-02-15T17:25:08Z', custom: { plan: 'pro' } },
      url: 'https://www.example.com/team',
      page_title: 'Team',
      event_attributes: {},
    };
    const [row] = readRows({ events_json: [raw] });
    expect(valueFrom(row?.built ?? { issues: [] }).event).toMatchObject({
      user: raw.user,
      company: { ...raw.company, created_at: '2022-02-15T17:25:08.000Z' },
      page_title: 'Team',
    });
  });
});
