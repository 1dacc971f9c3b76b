import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { joinedToken, readCredentials } from '../../../src/usermaven/request.ts';
import { encodedToken, queryOf, type Reply } from './api.ts';
import {
  isAccepted,
  isRefused,
  isUnauthorized,
  judge,
  NO_EVENTS,
  noted,
  type Probe,
  type ProbeTools,
  type Seen,
} from './probe.ts';

/** Where and how the credentials are sent. Nothing of these can be stored. */
export const CREDENTIAL_PROBES: readonly Probe[] = [
  {
    row: 'token-encoding',
    run: async ({ api, workspace }) => {
      const [plain, encoded] = [
        await api.post('no events', NO_EVENTS),
        await api.post('no events, every character of the token as %XX', NO_EVENTS, {
          query: queryOf(encodedToken(workspace)),
        }),
      ];
      return judge(encoded, encoded.status === plain.status, `A token of %XX alone got ${encoded.said}.`);
    },
  },
  {
    row: 'token-place',
    run: async ({ api, workspace }) => {
      const token = joinedToken(workspace.credentials);
      const query = await api.post('no events, token in the query', NO_EVENTS);
      const without = [
        ['`Authorization: Bearer`', { Authorization: `Bearer ${token}` }],
        ['`X-Auth-Token`', { 'X-Auth-Token': token }],
      ] as const;
      const seen: Seen[] = [judge(query, !isUnauthorized(query), `In the query it got ${query.said}.`)];
      for (const [place, headers] of without) {
        const reply = await api.post(`no events, token in ${place} alone`, NO_EVENTS, { query: '', headers });
        seen.push(noted(`In ${place} alone it got ${reply.said}.`));
      }
      return seen;
    },
  },
  {
    row: 'api-key-form',
    run: async ({ workspace: { credentials } }) => {
      const { apiKey } = credentials;
      const joined = joinedToken(credentials);
      const isOfForm = /^UM[A-Za-z\d]{8}$/.test(apiKey);
      const isRead = [readCredentials(joined, ''), readCredentials('', joined)].every((read) =>
        isDeepStrictEqual(read, credentials),
      );
      return isOfForm && isRead
        ? {
            verdict: 'confirmed',
            observed: 'The key of this workspace has this form, and its joined token is read.',
          }
        : {
            verdict: 'refuted',
            observed: 'The key of this workspace has another form, or its joined token is cut wrongly.',
          };
    },
  },
];

/** The verdict of the connection test: what an empty batch gets, with a wrong token (first) and the right one. */
export const emptyBatch = async ({
  api,
  workspace,
}: ProbeTools): Promise<{ readonly right: Reply; readonly seen: readonly Seen[] }> => {
  const { apiKey } = workspace.credentials;
  const wrong = await api.post('no events, wrong token', NO_EVENTS, {
    query: queryOf(`${apiKey}.${randomUUID()}`),
  });
  const right = await api.post('no events', NO_EVENTS);
  return {
    right,
    seen: [
      judge(wrong, isUnauthorized(wrong), `With a wrong token it got ${wrong.said}.`),
      judge(right, isAccepted(right) || isRefused(right), `With the right one it got ${right.said}.`),
    ],
  };
};
