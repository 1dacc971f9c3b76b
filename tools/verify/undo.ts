/** Something that a run made elsewhere and that is still there. */
export interface Left {
  /** Names it as a person finds it: `scenario "v20261126-150405 stripe"`. */
  readonly what: string;
  /** Why it is still there. Not cleaned. */
  readonly why: string;
}

/** Takes away what a run made, however the run ended. */
export interface UndoList {
  /** To be called before something is made; `undo` takes it away, or does nothing if it was never made. */
  readonly atEnd: (what: string, undo: () => Promise<void>) => void;
  /** What would be taken away, last made first. */
  readonly names: () => string[];
  /** Takes everything away, last made first, and returns what could not be. One that fails does not stop the others. */
  readonly undoAll: () => Promise<Left[]>;
}

/** An empty list. */
export const createUndoList = (): UndoList => {
  const made: { readonly what: string; readonly undo: () => Promise<void> }[] = [];
  return {
    atEnd: (what, undo) => {
      made.unshift({ what, undo });
    },
    names: () => made.map(({ what }) => what),
    undoAll: async () => {
      const left: Left[] = [];
      for (const { what, undo } of made) {
        try {
          await undo();
        } catch (error) {
          left.push({ what, why: error instanceof Error ? error.message : String(error) });
        }
      }
      return left;
    },
  };
};
