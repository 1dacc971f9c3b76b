import { defineFields } from './field.ts';

/** The page that the event belongs to. */
export const PAGE_FIELDS = defineFields('page', {
  page_url: {
    label: 'Page URL',
    type: 'page_url',
    path: 'url',
    placeholder: 'https://www.example.com/pricing',
    help: 'The full address of the page, or just of your website, for example `https://www.example.com`. Fill it in: dashboards with a domain filter leave out events without it, and conversion goals can show 0.',
  },
  page_title: {
    label: 'Page Title',
    type: 'text',
    path: 'page_title',
    placeholder: 'Pricing',
    help: 'The title of the page, for example `Pricing`.',
  },
  referrer: {
    label: 'Referrer',
    type: 'text',
    path: 'referer',
    placeholder: 'https://www.google.com/',
    help: 'The address of the page that led there, for example `https://www.google.com/`.',
  },
});
