import type { Chance } from "./chance.ts";
import type { Weather } from "./weather.ts";
import type { World } from "./world.ts";

export type Network = {
  /** Brings a message to its end: once, twice or never; now, late, or minutes late. */
  readonly carry: (arrive: () => void) => void;
  /** Milliseconds that one thing takes in this weather. */
  readonly delay: () => number;
};

export const MINUTE = 60_000;

export const openNetwork = (deps: {
  readonly world: Pick<World, "after">;
  readonly chance: Chance;
  readonly weather: () => Weather;
}): Network => {
  const { world, chance, weather } = deps;
  const delay = () => (chance.happens(weather().slow) ? chance.between(5, 600) : chance.between(0.1, 2));
  const way = () => (chance.happens(weather().zombie) ? chance.between(MINUTE, 8 * MINUTE) : delay());
  return {
    delay,
    carry: (arrive) => {
      if (chance.happens(weather().twice)) world.after(way(), arrive);
      if (!chance.happens(weather().lost)) world.after(way(), arrive);
    },
  };
};
