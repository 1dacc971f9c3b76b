import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';

interface NoticeProps {
  readonly tone: 'good' | 'bad' | 'warn' | 'plain';
  readonly title?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** Says how something went. Colour is never all that tells it. */
export const Notice = ({ tone, title, children }: NoticeProps) => (
  <div class={`notice ${tone}`}>
    {tone === 'plain' ? null : <Icon name={tone === 'good' ? 'check' : 'alert'} />}
    <div class="notice-text">
      {title === undefined ? null : <p class="notice-title">{title}</p>}
      {children}
    </div>
  </div>
);

/** What to do where there is nothing yet. */
export const Empty = ({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
}) => (
  <div class="empty">
    <p class="empty-title">{title}</p>
    {children}
  </div>
);
