import { DETECTED, defineFields, KEPT, MAPPED_DATES, READ_DATES } from './field.ts';

/** The account that the person belongs to. */
export const COMPANY_FIELDS = defineFields('company', {
  company_id: {
    label: 'Company ID',
    detail: true,
    type: 'id',
    path: 'company.id',
    placeholder: 'acme-42',
    help: "The ID of the person's account or workspace in your product, for example `acme-42`. Required if any other company field is filled in.",
  },
  company_name: {
    label: 'Company Name',
    detail: true,
    type: 'text',
    path: 'company.name',
    requires: 'company_id',
    placeholder: 'Acme Inc.',
    help: 'The name of the company, for example `Acme Inc.`. Needs Company ID.',
  },
  company_created_at: {
    label: 'Company Created At',
    detail: true,
    type: 'creation_time',
    path: 'company.created_at',
    requires: 'company_id',
    placeholder: '2026-01-31T09:30:00Z',
    help: 'When the company account was created, for example `2026-01-31T09:30:00Z`. Needs Company ID.',
    helpOn: { zapier: READ_DATES, make: MAPPED_DATES },
  },
  company_attributes: {
    label: 'Company Attributes',
    type: 'dictionary',
    path: 'company.custom',
    requires: 'company_id',
    help: 'Anything else to store about the company, one name and value per row, for example `seats` and `25`. Needs Company ID.',
    helpOn: { zapier: DETECTED, make: KEPT },
  },
});
