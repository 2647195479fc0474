import { type Changes, changeRows, createChanges, NO_CHANGES, type Seen, seenWith } from "./changes.ts";
import { createObjectRows } from "./object-rows.ts";
import { createPackedRows } from "./packed-rows.ts";
import { type KeptRows, NO_ROWS, type Rows } from "./rows.ts";

/** How a table keeps its rows: as objects, or, when it grows without end, as bytes, some five times smaller. */
export type RowKeeping = "objects" | "packed";
export const PACKED: RowKeeping = "packed";

const NOTHING: readonly string[] = [];

/**
 * A keyed set of frozen rows: what decisions need lives here (DESIGN §2). Rows are replaced, never edited. What is stored
 * is applied to the rows at once. What is only proposed lies over them in layers, one a batch: decisions see the layers,
 * and a reader never does, until the oldest batch is stored and its layer becomes part of the rows.
 */
export class Table<Row> {
  readonly name: string;
  readonly #open: (kept: KeptRows) => Rows<Row>;
  #rows: Rows<Row>;
  /** Oldest first. While it proposes, the last one takes what is set. */
  #layers: Changes<Row>[] = [];
  #proposing = false;
  /** Keys that were set or deleted without a layer since the last commit. */
  #changed: string[] = [];

  constructor(name: string, keeping: RowKeeping = "objects") {
    this.name = name;
    this.#open = keeping === "packed" ? createPackedRows : createObjectRows;
    this.#rows = this.#open(NO_ROWS);
  }

  get(key: string): Row | undefined {
    if (this.#proposing)
      for (let i = this.#layers.length - 1; i >= 0; i -= 1) {
        const layer = this.#layers[i] as Changes<Row>;
        const row = layer.rows.get(key);
        if (row !== undefined) return row;
        if (layer.gone.has(key)) return undefined;
      }
    return this.#rows.get(key);
  }

  has(key: string): boolean {
    return this.#proposing ? this.get(key) !== undefined : this.#rows.has(key);
  }

  get size(): number {
    return this.#seen().size;
  }

  values(): IterableIterator<Row> {
    return this.#seen().values();
  }

  entries(): IterableIterator<[string, Row]> {
    return this.#seen().entries();
  }

  /** Only `apply` calls this. Throws while proposed changes are hidden: a reader must not write. */
  set(key: string, row: Row): void {
    if (this.#proposing) return void this.#top().rows.set(key, row);
    this.#assertPlain();
    this.#changed.push(key);
    this.#rows.set(key, row);
  }

  delete(key: string): void {
    if (!this.has(key)) return;
    if (this.#proposing) {
      const { rows, gone } = this.#top();
      rows.delete(key);
      gone.add(key);
      return;
    }
    this.#assertPlain();
    this.#changed.push(key);
    this.#rows.delete(key);
  }

  /** Reads rows from a snapshot, for `adopt`. Throws when they cannot be read. */
  read(kept: KeptRows): Rows<Row> {
    return this.#open(kept);
  }

  /** Takes such rows over. Only a table that holds nothing yet does. */
  adopt(rows: Rows<Row>): void {
    this.#assertPlain();
    if (this.size > 0 || this.#changed.length > 0) throw new Error(`table ${this.name} is in use`);
    this.#rows = rows;
  }

  /** From here on changes are a proposal on top of those before it. */
  propose(): void {
    this.#layers.push(NO_CHANGES);
    this.#proposing = true;
  }

  /** Ends the proposal; readers see what is committed. */
  hide(): void {
    this.#proposing = false;
  }

  /** Forgets what the youngest proposal has changed so far. */
  again(): void {
    this.#layers[this.#layers.length - 1] = NO_CHANGES;
  }

  /** Forgets all proposals. */
  discard(): void {
    this.#layers = [];
    this.#proposing = false;
  }

  /** Makes the oldest proposal part of the rows or, without one, accepts what was set; returns the keys that changed, some perhaps twice. */
  commit(): readonly string[] {
    const layer = this.#layers.shift();
    if (layer === NO_CHANGES) return NOTHING;
    const changed = layer === undefined ? this.#accepted() : changeRows(this.#rows, layer);
    if (changed.length > 0) this.#rows.tidy();
    return changed;
  }

  #accepted(): readonly string[] {
    if (this.#changed.length === 0) return NOTHING;
    const changed = this.#changed;
    this.#changed = [];
    return changed;
  }

  /** Where the youngest proposal keeps its changes. */
  #top(): Changes<Row> {
    const last = this.#layers.length - 1;
    const top = this.#layers[last];
    if (top !== undefined && top !== NO_CHANGES) return top;
    const fresh = createChanges<Row>();
    this.#layers[last] = fresh;
    return fresh;
  }

  /** The rows as they are seen now. */
  #seen(): Seen<Row> {
    if (!this.#proposing) return this.#rows;
    return this.#layers.reduce<Seen<Row>>(
      (below, layer) => (layer === NO_CHANGES ? below : seenWith(below, layer)),
      this.#rows,
    );
  }

  #assertPlain(): void {
    if (this.#layers.length > 0) throw new Error(`table ${this.name} was changed outside of apply`);
  }
}
