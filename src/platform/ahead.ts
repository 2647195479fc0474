/**
 * Works on the items in their order and hands on each result in its turn; `ahead` works are under way while the caller
 * uses one. A work that fails throws in its turn.
 */
export async function* workAhead<Item, Result>(
  items: Iterable<Item>,
  work: (item: Item) => Promise<Result>,
  ahead: number,
): AsyncGenerator<Result> {
  const rest = items[Symbol.iterator]();
  const begun: Promise<Result>[] = [];
  const begin = (): void => {
    const next = rest.next();
    if (next.done) return;
    const working = work(next.value);
    working.catch(() => undefined);
    begun.push(working);
  };
  for (let i = 0; i < ahead; i += 1) begin();
  for (let first = begun.shift(); first !== undefined; first = begun.shift()) {
    const result = await first;
    begin();
    yield result;
  }
}

/** The items in slices of at most so many. */
export function* slices<Item>(items: readonly Item[], most: number): Generator<Item[]> {
  for (let at = 0; at < items.length; at += most) yield items.slice(at, at + most);
}
