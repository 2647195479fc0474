/** What the numbers in encoded rows stand for: words that come again and again, and the field names of objects. */
export type Vocabulary = { readonly words: readonly string[]; readonly shapes: readonly (readonly string[])[] };

/** A field of a shape, and how many different words it has brought in. */
export type Field = { readonly name: string; words: number };
export type Shape = { readonly id: number; readonly fields: readonly Field[]; readonly empty: object };

/** So many different words of one field become numbers: days, funds, states. A field with more holds ids or free text. */
const WORDS_OF_A_FIELD = 2_048;
const LONGEST_WORD = 40;

/** A field whose texts are never numbered. */
export const freeText = (): Field => FREE_TEXT;
const FREE_TEXT: Field = Object.freeze({ name: "", words: WORDS_OF_A_FIELD });

export const createWords = (known: readonly string[]) => {
  const words = [...known];
  const numbers = new Map(words.map((word, number) => [word, number]));
  return {
    /** Undefined for a text that must be written out. */
    numberOf: (text: string, field: Field): number | undefined => {
      if (field.words >= WORDS_OF_A_FIELD || text.length > LONGEST_WORD) return undefined;
      const number = numbers.get(text);
      if (number !== undefined) return number;
      field.words += 1;
      numbers.set(text, words.length);
      words.push(text);
      return words.length - 1;
    },
    at: (number: number): string => {
      const word = words[number];
      if (word === undefined) throw new RangeError(`no word has the number ${number}`);
      return word;
    },
    all: (): readonly string[] => [...words],
  };
};

/** Finds the shape of an object by walking its field names in their order. */
export const createShapes = (known: readonly (readonly string[])[]) => {
  type Node = { readonly next: Map<string, Node>; shape?: Shape };
  const root: Node = { next: new Map() };
  const shapes: Shape[] = [];
  const walk = (names: Iterable<string>): Node => {
    let node = root;
    for (const name of names) {
      const next = node.next.get(name) ?? { next: new Map() };
      node.next.set(name, next);
      node = next;
    }
    return node;
  };
  const shapeAt = (node: Node, names: readonly string[]): Shape => {
    if (node.shape) return node.shape;
    const empty = Object.fromEntries(names.map((name) => [name, null]));
    node.shape = { id: shapes.length, fields: names.map((name) => ({ name, words: 0 })), empty };
    shapes.push(node.shape);
    return node.shape;
  };
  for (const names of known) shapeAt(walk(names), names);
  return {
    of: (value: object): Shape => {
      let node: Node | undefined = root;
      for (const name in value) node = node?.next.get(name);
      if (node?.shape) return node.shape;
      const names = Object.keys(value);
      return shapeAt(walk(names), names);
    },
    at: (id: number): Shape => {
      const shape = shapes[id];
      if (shape === undefined) throw new RangeError(`no shape has the number ${id}`);
      return shape;
    },
    all: () => shapes.map(({ fields }) => fields.map(({ name }) => name)),
  };
};
