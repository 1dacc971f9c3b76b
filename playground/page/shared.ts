import type { AppDescription } from '../api.ts';
import type { Connection } from './form/use-connection.ts';
import type { Live } from './usermaven/usermaven-pane.tsx';

/** The columns of the page. */
export type ColumnKey = 'step' | 'run' | 'usermaven';

/** What both views of the page work with. */
export interface Shared {
  readonly app: AppDescription;
  readonly connection: Connection;
  readonly live: Live;
  readonly timezone: string;
  readonly onTimezone: (timezone: string) => void;
  /** Shows a column, on screens that show one at a time. */
  readonly onColumn: (column: ColumnKey) => void;
}
