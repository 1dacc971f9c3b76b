import { useEffect, useState } from 'preact/hooks';

interface AnnouncerProps {
  readonly text: string;
  /** How long the text has to stay the same before it is read out, milliseconds. */
  readonly settleMs?: number;
}

/** Reads a sentence out when it changes. Stays in place, since a region that comes and goes is not read. */
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
