import { useState } from 'preact/hooks';
import type { FormField } from '../../api.ts';
import { Announcer, Notice } from '../ui/feedback.tsx';
import { Icon } from '../ui/icon.tsx';
import { Field } from './field.tsx';
import type { Connection, ConnectionStatus } from './use-connection.ts';

interface ConnectionCardProps {
  readonly fields: readonly FormField[];
  readonly connection: Connection;
}

/** The connection: its form and its test, collapsed to one line once it works. */
export const ConnectionCard = ({ fields, connection }: ConnectionCardProps) => {
  const { authData, status, change, test, useLocal } = connection;
  const [changing, setChanging] = useState(false);
  const isBlank = Object.values(authData).every((text) => text.trim() === '');
  const isConnected = status.kind === 'connected';
  const open = changing || !isConnected;

  return (
    <div class="card">
      <div class="card-head">
        <h3>Connection</h3>
        {isConnected && (
          <>
            <p class="connected">
              <Icon name="check" />
              <span class="visually-hidden">Connected to </span>
              {status.label}
            </p>
            <button
              type="button"
              class="button quiet small"
              aria-expanded={open}
              onClick={() => setChanging(!changing)}
            >
              {open ? 'Close' : 'Change'}
            </button>
          </>
        )}
      </div>
      <Announcer text={spoken(status)} />
      {open && (
        <form
          class="form"
          onSubmit={(event) => {
            event.preventDefault();
            setChanging(false);
            test();
          }}
        >
          <p class="hint">
            The local Usermaven is connected from the start. Type in wrong values to see the error that a user
            would see.
          </p>
          <div class="actions">
            <button
              type="button"
              class={isBlank ? 'button primary' : 'button'}
              onClick={() => {
                setChanging(false);
                useLocal();
              }}
            >
              Use the local Usermaven
            </button>
          </div>
          {fields.map((field) => (
            <Field
              key={field.key}
              field={field}
              id={`connection-${field.key}`}
              value={{ kind: 'text', text: authData[field.key] ?? '' }}
              onValue={(value) => value.kind === 'text' && change(field.key, value.text)}
            />
          ))}
          <ConnectionError status={status} />
          <div class="actions">
            <button
              type="submit"
              class={isBlank ? 'button' : 'button primary'}
              aria-disabled={status.kind === 'testing'}
            >
              {status.kind === 'testing' ? 'Testing …' : 'Test connection'}
            </button>
          </div>
        </form>
      )}
    </div>
  );
};

const ConnectionError = ({ status }: { readonly status: ConnectionStatus }) => {
  if (status.kind === 'failed') return <Notice tone="bad" title={status.message} />;
  if (status.kind !== 'rejected') return null;
  return (
    <Notice tone="bad" title={status.error.message}>
      <p>{status.error.consequence}</p>
    </Notice>
  );
};

const spoken = (status: ConnectionStatus): string => {
  switch (status.kind) {
    case 'connected':
      return `Connected to ${status.label}.`;
    case 'rejected':
      return `Not connected. ${status.error.message}`;
    case 'failed':
      return status.message;
    default:
      return '';
  }
};
