/**
 * Rows by id, in the order they were made, with one journal for all tables: a request that fails is rolled back whole.
 *
 * Rows are values and are replaced, never changed, so that an answer may hold them while the store moves on.
 */
export interface Table<R> {
  readonly get: (id: string) => R | undefined;
  readonly has: (id: string) => boolean;
  readonly rows: () => readonly R[];
  readonly set: (id: string, row: R) => void;
  readonly delete: (id: string) => void;
}

export interface Journal {
  readonly note: (change: Change) => void;
  /** Whether anything was changed since the last commit. */
  readonly isDirty: () => boolean;
  readonly commit: () => void;
  readonly rollBack: () => void;
}

interface Change {
  readonly undo: () => void;
  /** What is left to do when the change has become final. */
  readonly settle: () => void;
}

export function createJournal(): Journal {
  let changes: Change[] = [];
  const take = () => {
    const taken = changes;
    changes = [];
    return taken;
  };
  return {
    note: (change) => void changes.push(change),
    isDirty: () => changes.length > 0,
    commit: () => {
      for (const { settle } of take()) settle();
    },
    rollBack: () => {
      for (const { undo } of take().reverse()) undo();
    },
  };
}

/** `onChange` is told of every change, and of its being undone. */
export function createTable<R>(journal: Journal, onChange: () => void): Table<R> {
  // A deleted row keeps its place until the request has succeeded, so that undoing it keeps the order.
  const kept = new Map<string, R | undefined>();
  let listed: readonly R[] | undefined;
  const put = (id: string, row: R | undefined) => {
    kept.set(id, row);
    listed = undefined;
    onChange();
  };
  const change = (id: string, row: R | undefined) => {
    const isNew = !kept.has(id);
    const before = kept.get(id);
    put(id, row);
    journal.note({
      undo: () => {
        put(id, before);
        if (isNew) kept.delete(id);
      },
      settle: () => {
        if (kept.get(id) === undefined) kept.delete(id);
      },
    });
  };
  return {
    get: (id) => kept.get(id),
    has: (id) => kept.get(id) !== undefined,
    rows: () => (listed ??= [...kept.values()].filter((row) => row !== undefined)),
    set: change,
    delete: (id) => {
      if (kept.get(id) !== undefined) change(id, undefined);
    },
  };
}
