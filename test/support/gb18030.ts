/** Text in GB18030 (the two-byte part of it, which holds all common characters), made from the decoder of the platform. */
export const gb18030 = (text: string): Uint8Array => {
  const bytes: number[] = [];
  for (const character of text) {
    const known = character < "\u0080" ? [character.charCodeAt(0)] : pairs().get(character);
    if (!known) throw new Error(`not in the table: ${character}`);
    bytes.push(...known);
  }
  return Uint8Array.from(bytes);
};

let table: Map<string, number[]> | undefined;
const pairs = (): Map<string, number[]> => {
  if (table) return table;
  table = new Map();
  const decoder = new TextDecoder("gb18030");
  for (let high = 0x81; high <= 0xfe; high += 1)
    for (let low = 0x40; low <= 0xfe; low += 1)
      if (low !== 0x7f) table.set(decoder.decode(Uint8Array.of(high, low)), [high, low]);
  return table;
};
