import { connect, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Chance } from "./chance.ts";

/** What the proxy did to the pieces that passed through it. */
export type Troubles = { delays: number; cuts: number; repliesDropped: number };

export type FaultProxy = {
  readonly port: number;
  readonly troubles: Troubles;
  /** From now on everything passes untouched. */
  readonly calm: () => void;
  readonly stop: () => Promise<void>;
};

/** One in so many pieces, on the average. */
const DELAYED = 10;
const CUT = 150;
const REPLY_DROPPED = 75;

/** Stands on the loopback before an engine: delays, cuts connections, and swallows replies to what the engine has done. */
export const openFaultProxy = async ({ target, chance }: { target: number; chance: Chance }): Promise<FaultProxy> => {
  const troubles: Troubles = { delays: 0, cuts: 0, repliesDropped: 0 };
  const open = new Set<Socket>();
  let stormy = true;
  /** True again and again, with at most twice the average between. */
  const now = (oneIn: number, what: keyof Troubles) => {
    let left = chance.below(2 * oneIn);
    return (): boolean => {
      if (!stormy || --left >= 0) return false;
      left = chance.below(2 * oneIn);
      troubles[what] += 1;
      return true;
    };
  };
  const isDelayed = now(DELAYED, "delays");
  const isCut = now(CUT, "cuts");
  const isDropped = now(REPLY_DROPPED, "repliesDropped");

  const join = (client: Socket): void => {
    const engine = connect(target, "127.0.0.1");
    const end = (): void => {
      client.destroy();
      engine.destroy();
    };
    for (const socket of [client, engine]) {
      open.add(socket);
      socket.setNoDelay(true);
      socket.on("error", end);
      socket.on("close", () => {
        open.delete(socket);
        end();
      });
    }
    carry({ from: client, to: engine, end, replies: false });
    carry({ from: engine, to: client, end, replies: true });
  };

  /** Keeps the order of the pieces, whatever happens to each. */
  const carry = ({ from, to, end, replies }: Way): void => {
    let before: Promise<unknown> = Promise.resolve();
    let mute = false;
    const pass = async (piece: Buffer): Promise<void> => {
      if (mute) return;
      if (isDelayed()) await sleep(chance.between(1, 80));
      if (isCut()) return end();
      if (replies && isDropped()) {
        mute = true;
        setTimeout(end, chance.between(50, 1_500));
        return;
      }
      to.write(piece);
    };
    from.on("data", (piece: Buffer) => {
      before = before.then(() => pass(piece));
    });
  };

  const server = createServer(join);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    troubles,
    calm: () => {
      stormy = false;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
};

type Way = { readonly from: Socket; readonly to: Socket; readonly end: () => void; readonly replies: boolean };
