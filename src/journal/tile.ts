/** A tile (c2sp.org/tlog-tiles): up to 256 neighbouring hashes of one level, each over 256^level lines. */
export type Tile = { readonly level: number; readonly index: number; readonly width: number };

const TILE_WIDTH = 256;
const PATH = /^(0|[1-9]\d?)\/((?!x000)(?:x\d{3}\/){0,4}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** Reads `<level>/<index>` or `<level>/<index>.p/<width>`, the index in groups of three digits as `x001/x234/067`. */
export const parseTilePath = (path: string): Tile | undefined => {
  const [, level, groups = "", part] = PATH.exec(path) ?? [];
  const width = part === undefined ? TILE_WIDTH : Number(part);
  if (level === undefined || (part !== undefined && width >= TILE_WIDTH)) return undefined;
  return { level: Number(level), index: Number(groups.replace(/[x/]/g, "")), width };
};

type Nodes = (of: { height: number; from: number; count: number }) => Buffer;

/** The bytes of a tile, 32 a hash; undefined when the journal has not grown so far. */
export const tileBytes = ({ level, index, width }: Tile, nodes: Nodes): Buffer | undefined => {
  try {
    return nodes({ height: 8 * level, from: TILE_WIDTH * index, count: width });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};
