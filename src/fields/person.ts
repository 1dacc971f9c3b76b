import { DETECTED, defineFields, KEPT, MAPPED_DATES, READ_DATES } from './field.ts';

/** Whose event it is. */
export const PERSON_FIELDS = defineFields('person', {
  user_id: {
    label: 'User ID',
    type: 'id',
    path: 'user.id',
    fallback: 'email',
    placeholder: 'usr_1a2b3c4d5e',
    help: 'The ID of the person in your product, exactly as your website passes it to Usermaven when it identifies the user, for example `usr_1a2b3c4d5e`. If blank, Email is used.',
  },
  email: {
    label: 'Email',
    detail: true,
    type: 'email',
    path: 'user.email',
    placeholder: 'jane@example.com',
    help: 'The email address of the person, for example `jane@example.com`. For a lead without an account this is enough: when the lead signs up with the same email, Usermaven merges the two.',
  },
  anonymous_id: {
    label: 'Anonymous ID',
    type: 'id',
    path: 'user.anonymous_id',
    placeholder: '5zdta4zak9',
    help: 'The ID that Usermaven gave the browser before the person was known, from the cookie `__eventn_id_<API key>` on your website. It connects this event with the visit; never make one up.',
  },
  first_name: {
    label: 'First Name',
    detail: true,
    type: 'text',
    path: 'user.first_name',
    placeholder: 'Jane',
    help: 'The first name of the person, for example `Jane`.',
  },
  last_name: {
    label: 'Last Name',
    detail: true,
    type: 'text',
    path: 'user.last_name',
    placeholder: 'Doe',
    help: 'The last name of the person, for example `Doe`.',
  },
  user_created_at: {
    label: 'User Created At',
    detail: true,
    type: 'creation_time',
    path: 'user.created_at',
    placeholder: '2026-01-31T09:30:00Z',
    help: 'When the person signed up, for example `2026-01-31T09:30:00Z`.',
    helpOn: { zapier: READ_DATES, make: MAPPED_DATES },
  },
  user_attributes: {
    label: 'User Attributes',
    type: 'dictionary',
    path: 'user.custom',
    help: 'Anything else to store about the person, one name and value per row, for example `plan_name` and `premium`.',
    helpOn: { zapier: DETECTED, make: KEPT },
  },
});

/** The fields of which at least one has to be filled, so that an event has a person. */
export const IDENTIFIERS = [
  'user_id',
  'email',
  'anonymous_id',
] as const satisfies (keyof typeof PERSON_FIELDS)[];

/** The key of a field that says whose event it is. */
export type IdentifierKey = (typeof IDENTIFIERS)[number];
