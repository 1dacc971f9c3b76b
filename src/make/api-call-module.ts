import { EVENTS_HOST, EVENTS_PATH } from '../usermaven/request.ts';
import type { MakeModule } from './app-types.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** What Make shows of the universal module. Zapier has no such action. */
export const API_CALL = { make: { id: 'makeApiCall', label: 'Make an API call' } } as const;

/** The universal module that Make's review asks of every app: a request of the user's own, authorized by us. */
export const apiCallModule: MakeModule = {
  label: API_CALL.make.label,
  description: 'Performs an arbitrary authorized API call.',
  type: 'universal',
  staticParams: [],
  mappableParams: [
    {
      name: 'url',
      type: 'text',
      label: 'URL',
      help: `Enter a path relative to \`${EVENTS_HOST}\`, for example \`${EVENTS_PATH}\`.`,
      required: true,
    },
    {
      name: 'method',
      type: 'select',
      label: 'Method',
      help: 'The HTTP method of the request.',
      required: true,
      default: 'POST',
      options: METHODS.map((method) => ({ label: method, value: method })),
    },
    {
      name: 'headers',
      type: 'array',
      label: 'Headers',
      help: 'Headers of the request. You do not have to add authorization headers.',
      labels: { add: 'Add a header' },
      spec: {
        type: 'collection',
        label: 'Header',
        spec: [
          { name: 'key', type: 'text', label: 'Key' },
          { name: 'value', type: 'text', label: 'Value' },
        ],
      },
    },
    {
      name: 'qs',
      type: 'array',
      label: 'Query string',
      help: 'Parameters of the query. You do not have to add the token.',
      labels: { add: 'Add a parameter' },
      spec: {
        type: 'collection',
        label: 'Parameter',
        spec: [
          { name: 'key', type: 'text', label: 'Key' },
          { name: 'value', type: 'text', label: 'Value' },
        ],
      },
    },
    { name: 'body', type: 'any', label: 'Body', help: 'The body of the request as JSON text.' },
  ],
  communication: {
    // The slash keeps an absolute address from taking the place of the base's, and the token from going there.
    url: '/{{parameters.url}}',
    method: '{{parameters.method}}',
    headers: {
      'content-type': 'application/json',
      '{{...}}': "{{toCollection(parameters.headers, 'key', 'value')}}",
    },
    qs: { '{{...}}': "{{toCollection(parameters.qs, 'key', 'value')}}" },
    body: '{{parameters.body}}',
    type: 'text',
    response: {
      output: { body: '{{body}}', headers: '{{headers}}', statusCode: '{{statusCode}}' },
    },
  },
  interface: [
    { name: 'body', type: 'any', label: 'Body' },
    { name: 'headers', type: 'collection', label: 'Headers' },
    { name: 'statusCode', type: 'number', label: 'Status code' },
  ],
  samples: { body: { status: 'ok' }, headers: { 'content-type': 'application/json' }, statusCode: 200 },
};
