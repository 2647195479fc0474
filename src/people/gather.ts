type Asked<Item, Result> = {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Does together what is asked for singly: while one work is under way the next ones gather, at most `most` of them. Each
 * gets the work's answer when its own is done; a work that fails is tried again one by one, so that one item spoils no other.
 */
export const gather = <Item, Result>(
  work: (items: readonly Item[]) => Promise<Result>,
  most: number,
): ((item: Item) => Promise<Result>) => {
  const waiting: Asked<Item, Result>[] = [];
  let working = false;
  const run = async (): Promise<void> => {
    working = true;
    for (let some = waiting.splice(0, most); some.length > 0; some = waiting.splice(0, most))
      await together(work, some);
    working = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!working) void run();
    });
};

const together = async <Item, Result>(
  work: (items: readonly Item[]) => Promise<Result>,
  asked: readonly Asked<Item, Result>[],
): Promise<void> => {
  try {
    const result = await work(asked.map(({ item }) => item));
    for (const { resolve } of asked) resolve(result);
  } catch (error) {
    if (asked.length === 1) return asked[0]?.reject(error);
    await Promise.all(asked.map((one) => together(work, [one])));
  }
};
