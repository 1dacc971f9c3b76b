import { useState } from 'preact/hooks';
import type { FormField } from '../../api.ts';
import { Announcer } from '../ui/announcer.tsx';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { Field } from './field.tsx';
import type { Connection, ConnectionStatus } from './use-connection.ts';

interface ConnectionCardProps {
  readonly fields: readonly FormField[];
  readonly connection: Connection;
}

/** The connection: its form, its test, and one line once it works. */
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
          {status.kind === 'untested' && !changing && (
            <p class="hint">
              Nothing here leaves this machine: the playground has a Usermaven of its own. Connect to it with
              one click, or type something wrong and see what a user would read.
            </p>
          )}
          <div class="actions">
            <button type="button" class={isBlank ? 'button primary' : 'button'} onClick={useLocal}>
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
          <Refusal status={status} />
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

const Refusal = ({ status }: { readonly status: ConnectionStatus }) => {
  if (status.kind === 'problem') return <Notice tone="bad" title={status.message} />;
  if (status.kind !== 'refused') return null;
  return (
    <Notice tone="bad" title={status.error.message}>
      <p>{status.error.fate}</p>
    </Notice>
  );
};

const spoken = (status: ConnectionStatus): string => {
  switch (status.kind) {
    case 'connected':
      return `Connected to ${status.label}.`;
    case 'refused':
      return `Not connected. ${status.error.message}`;
    case 'problem':
      return status.message;
    default:
      return '';
  }
};
