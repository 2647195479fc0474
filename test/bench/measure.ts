/** Operations a second and the wait of a client in milliseconds, as `npm run bench` prints them. */
export type Rate = { readonly per_s: number; readonly p50_ms: number; readonly p99_ms: number };

export type Load = {
  readonly clients: number;
  readonly warmMs: number;
  readonly forMs: number;
  /** One operation of a client; each client starts its next when this settles. */
  readonly once: () => Promise<unknown>;
};

/** Runs so many clients against one operation, first without and then with a watch. */
export const measure = async ({ clients, warmMs, forMs, once }: Load): Promise<Rate & { slowest_ms: number }> => {
  await runFor({ clients, forMs: warmMs, once });
  const waits: number[] = [];
  const start = performance.now();
  await runFor({
    clients,
    forMs,
    once: async () => {
      const before = performance.now();
      await once();
      waits.push(performance.now() - before);
    },
  });
  const seconds = (performance.now() - start) / 1_000;
  waits.sort((a, b) => a - b);
  const at = (share: number) => Math.round((waits[Math.floor(waits.length * share)] ?? 0) * 100) / 100;
  const slowest_ms = Math.round(waits.at(-1) ?? 0);
  return { per_s: Math.round(waits.length / seconds), p50_ms: at(0.5), p99_ms: at(0.99), slowest_ms };
};

/** A rate as it is printed for lines and for the peers. */
export const rateOf = ({ per_s, p50_ms, p99_ms }: Rate): Rate => ({ per_s, p50_ms, p99_ms });

const runFor = async ({ clients, forMs, once }: Omit<Load, "warmMs">): Promise<void> => {
  const end = performance.now() + forMs;
  const client = async () => {
    while (performance.now() < end) await once();
  };
  await Promise.all(Array.from({ length: clients }, client));
};
