import { createObjectRows } from "./object-rows.ts";
import { createPackedRows } from "./packed-rows.ts";
import { type KeptRows, NO_ROWS, type Rows } from "./rows.ts";

/** How a table keeps its rows: as objects, or, when it grows without end, as bytes, some five times smaller. */
export type RowKeeping = "objects" | "packed";
export const PACKED: RowKeeping = "packed";

const NOTHING: readonly string[] = [];

/**
 * A keyed set of frozen rows with an undo log: what decisions need lives here (DESIGN §2). Rows are replaced, never edited.
 * The log gives roll-back to a mark, the keys a batch changed, and parking: while a batch is on its way to the
 * engine its changes are out of sight, so that a reader never sees what is not yet committed.
 */
export class Table<Row> {
  readonly name: string;
  readonly #open: (kept: KeptRows) => Rows<Row>;
  #rows: Rows<Row>;
  #keys: string[] = [];
  #others: (Row | undefined)[] = [];
  #parked = false;
  #replaying = false;

  constructor(name: string, keeping: RowKeeping = "objects") {
    this.name = name;
    this.#open = keeping === "packed" ? createPackedRows : createObjectRows;
    this.#rows = this.#open(NO_ROWS);
  }

  get(key: string): Row | undefined {
    return this.#rows.get(key);
  }

  has(key: string): boolean {
    return this.#rows.has(key);
  }

  get size(): number {
    return this.#rows.size;
  }

  values(): IterableIterator<Row> {
    return this.#rows.values();
  }

  entries(): IterableIterator<[string, Row]> {
    return this.#rows.entries();
  }

  /** Only `apply` calls this. Throws while changes are parked: a reader must not write. */
  set(key: string, row: Row): void {
    this.#remember(key);
    this.#rows.set(key, row);
  }

  delete(key: string): void {
    if (!this.#rows.has(key)) return;
    this.#remember(key);
    this.#rows.delete(key);
  }

  /** Reads rows from a snapshot, for `adopt`. Throws when they cannot be read. */
  read(kept: KeptRows): Rows<Row> {
    return this.#open(kept);
  }

  /** Takes such rows over. Only a table that holds nothing yet does. */
  adopt(rows: Rows<Row>): void {
    if (this.size > 0 || this.#keys.length > 0) throw new Error(`table ${this.name} is in use`);
    this.#rows = rows;
  }

  /** Until `replayed`, changes cannot be taken back: a replay never does, and need not look up what a row was before. */
  replay(): void {
    this.#replaying = true;
  }

  replayed(): void {
    this.#replaying = false;
  }

  /** A point to roll back to: the length of the undo log. */
  mark(): number {
    return this.#keys.length;
  }

  /** Accepts all changes since the last commit; returns the keys that changed, each once. */
  commit(): readonly string[] {
    this.#unparkedOnly();
    if (this.#keys.length === 0) return NOTHING;
    const changed = this.#keys.length < 2 ? this.#keys : [...new Set(this.#keys)];
    this.#keys = [];
    this.#others = [];
    this.#rows.tidy();
    return changed;
  }

  /** Takes the changes since `mark` back. A row that was deleted comes back at the end of the order. */
  rollback(mark = 0): void {
    this.#unparkedOnly();
    if (this.#replaying) throw new Error(`table ${this.name} takes nothing back while it is replayed`);
    for (let i = this.#keys.length - 1; i >= mark; i -= 1) this.#swap(i);
    this.#keys.length = mark;
    this.#others.length = mark;
  }

  /** Hides the changes since the last commit, without forgetting them. Marks end here, so one change a key is enough. */
  park(): void {
    this.#unparkedOnly();
    this.#parked = true;
    const first = new Map<string, Row | undefined>();
    for (const [i, key] of this.#keys.entries()) if (!first.has(key)) first.set(key, this.#others[i]);
    this.#keys = [...first.keys()];
    this.#others = [...first.values()];
    for (let i = this.#keys.length - 1; i >= 0; i -= 1) this.#swap(i);
  }

  /** Brings the parked changes back. */
  unpark(): void {
    for (let i = 0; i < this.#keys.length; i += 1) this.#swap(i);
    this.#parked = false;
  }

  /** Forgets the parked changes. */
  discard(): void {
    this.#keys = [];
    this.#others = [];
    this.#parked = false;
  }

  #remember(key: string): void {
    this.#unparkedOnly();
    this.#keys.push(key);
    if (!this.#replaying) this.#others.push(this.#rows.get(key));
  }

  #swap(i: number): void {
    const key = this.#keys[i] as string;
    const other = this.#others[i];
    this.#others[i] = this.#rows.get(key);
    if (other === undefined) this.#rows.delete(key);
    else this.#rows.set(key, other);
  }

  #unparkedOnly(): void {
    if (this.#parked) throw new Error(`table ${this.name} was changed outside of apply`);
  }
}
