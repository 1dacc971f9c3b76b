import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Icon } from './icon.tsx';

/** How the page tells the visitor what happened. */

interface NoticeProps {
  readonly tone: 'good' | 'bad' | 'warn' | 'plain';
  readonly title?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** A result or a warning. The tone is shown by icon and text too, never by color alone. */
export const Notice = ({ tone, title, children }: NoticeProps) => (
  <div class={`notice ${tone}`}>
    {tone === 'plain' ? null : <Icon name={tone === 'good' ? 'check' : 'alert'} />}
    <div class="notice-text">
      {title === undefined ? null : <p class="notice-title">{title}</p>}
      {children}
    </div>
  </div>
);

interface EmptyProps {
  readonly title: string;
  readonly children: ComponentChildren;
}

/** An empty state: what to do to get something here. */
export const Empty = ({ title, children }: EmptyProps) => (
  <div class="empty">
    <p class="empty-title">{title}</p>
    {children}
  </div>
);

const SUCCESS = 200;
const REDIRECT = 300;

/** An HTTP status; null: there was no response. */
export const StatusChip = ({ status }: { readonly status: number | null }) => {
  if (status === null) return <span class="chip bad">No response</span>;
  const isGood = status >= SUCCESS && status < REDIRECT;
  return <span class={isGood ? 'chip good' : 'chip bad'}>{status}</span>;
};

interface AnnouncerProps {
  readonly text: string;
  /** How long the text has to stay the same before it is announced, milliseconds. */
  readonly settleMs?: number;
}

/** Announces a text to screen readers when it changes. Has to stay mounted: a new live region is not announced. */
export const Announcer = ({ text, settleMs = 0 }: AnnouncerProps) => {
  const [settled, setSettled] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), settleMs);
    return () => clearTimeout(timer);
  }, [text, settleMs]);
  return (
    <p class="visually-hidden" role="status">
      {settled}
    </p>
  );
};
