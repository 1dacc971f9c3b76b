import { useEffect, useState } from 'preact/hooks';
import type { SandboxState } from '../../api.ts';
import { follow } from '../api-client.ts';

/** The local Usermaven as of now. */
export interface Live {
  /** Null until the first word of it. */
  readonly state: SandboxState | null;
  /** False while the stream is broken. */
  readonly isOpen: boolean;
}

/** Follows the local Usermaven for as long as the page is open. */
export const useLive = (): Live => {
  const [state, setState] = useState<SandboxState | null>(null);
  const [isOpen, setOpen] = useState(true);
  useEffect(() => follow(setState, setOpen), []);
  return { state, isOpen };
};
