/** Takes down what was put up, last first, once. What is added after the closing began is stopped at once. */
export type Closer = {
  readonly add: (stop: () => Promise<void>) => void;
  readonly close: () => Promise<void>;
  readonly closing: () => boolean;
};

/** Stops go on when one of them fails; the first failure is thrown at the end. */
export const createCloser = (): Closer => {
  const stops: (() => Promise<void>)[] = [];
  let closed: Promise<void> | undefined;
  const closeAll = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) {
      await stop().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  };
  return {
    add: (stop) => {
      stops.push(stop);
      if (closed !== undefined) closed = closed.then(closeAll);
    },
    close: () => {
      closed ??= closeAll();
      return closed;
    },
    closing: () => closed !== undefined,
  };
};
