/** The declaration of a connection's field. */
export interface ConnectionField {
  readonly key: string;
  readonly label: string;
  /** Markdown, as Zapier and Make show it. */
  readonly help: string;
  readonly required: boolean;
  /** Never shown, logged or put into a message. */
  readonly secret: boolean;
}

/** Where Usermaven shows the credentials ("How to send events to Usermaven from any application using webhooks"). */
export const CREDENTIALS_PLACE = 'Workspace Settings > Setup > HTTP API';
const SETTINGS_LINK = '[Usermaven](https://app.usermaven.com/)';

/** What a connection asks for. The key is what Zapier stores; removing one breaks connections. */
export const CONNECTION_FIELDS = [
  {
    key: 'workspace_name',
    label: 'Workspace Name',
    help: 'A name to recognize this connection by, for example the name of your Usermaven workspace.',
    required: true,
    secret: false,
  },
  {
    key: 'api_key',
    label: 'API Key',
    help: `In ${SETTINGS_LINK}, open ${CREDENTIALS_PLACE} and copy the API Key.`,
    required: true,
    secret: true,
  },
  {
    key: 'server_token',
    label: 'Server Token',
    help: `Next to the API Key in ${SETTINGS_LINK}, under ${CREDENTIALS_PLACE}. Paste the token alone or joined with the API Key as KEY.TOKEN.`,
    required: true,
    secret: true,
  },
  {
    key: 'userpilot_secret',
    label: 'Userpilot Secret',
    help: 'Only for the Userpilot trigger: the secret token of the webhook in [Userpilot](https://run.userpilot.io/), under Configure > Integrations > Webhooks. With it, requests that Userpilot did not sign are ignored.',
    required: false,
    secret: true,
  },
] as const satisfies readonly ConnectionField[];

/** The stored values of a connection. */
export type ConnectionKey = (typeof CONNECTION_FIELDS)[number]['key'];

// Object.fromEntries loses the types of the keys; this states them again.
const BY_KEY = Object.fromEntries(CONNECTION_FIELDS.map((field) => [field.key, field])) as Readonly<
  Record<ConnectionKey, ConnectionField>
>;

/** The label of a connection's field, for messages. */
export const connectionLabel = (key: ConnectionKey): string => BY_KEY[key].label;
