import { absolute, allocate, displayYuan, type Fen, fen, minus, negate, plus, sum, ZERO } from "../kernel/money.ts";
import { type Bilingual, percent, pick, tenThousands, thousands, type Words } from "../platform/display.ts";
import { type Drawing, type FlowLink, type FlowNode, flowPicture } from "./flow-picture.ts";
import { amountOf, households, mergeSmall, SMALL_GROUP } from "./small-groups.ts";

export type FundKind = "general" | "street" | "named";
/** Where the money of a period came from and went; amounts net of refunds. */
export type FlowData = {
  readonly sources: readonly {
    readonly key: "wechat" | "alipay" | "unionpay" | "stripe" | "bank" | "other";
    readonly amount: Fen;
  }[];
  readonly kinds: readonly {
    readonly kind: FundKind;
    readonly funds: number;
    readonly received: Fen;
    readonly running: Fen;
    readonly uses: readonly Use[];
  }[];
  readonly purposes: readonly { readonly code: string; readonly name: Bilingual; readonly households: number }[];
};
export type Use = { readonly purpose: string; readonly amount: Fen };

type Part = { id: string; name: string; short: string; amount: Fen };
/** Most purposes drawn by themselves; the table lists the rest. */
const DRAWN = 6;

/** The flow as a sentence, two drawings and a table of the same figures. */
export const flowView = (flow: FlowData, words: Words) => {
  const parts = flowParts(flow, words);
  const received = sum(flow.kinds.map((kind) => kind.received));
  const share = (part: Part) => ({
    name: part.name,
    amount: displayYuan(part.amount),
    share: percent(part.amount, received, 1),
  });
  const drawings = flowPicture(flowNodes(parts), flowLinks(flow, parts), words.lang);
  const named = new Map(
    [...parts.sources, parts.earlier, parts.federation, ...parts.kinds, ...parts.drawn, parts.running, parts.kept].map(
      (part) => [part.id, part],
    ),
  );
  const lettered = (drawing: Drawing, narrow: boolean) => ({
    ...drawing,
    labels: drawing.labels.map((label) => {
      const part = named.get(label.id);
      return {
        ...label,
        name: narrow ? fit(part?.short, words.lang === "en" ? 13 : 5) : fit(broadName(part, words.lang), BROADEST),
        amount: part
          ? words.t("flow.rounded", { tens: tenThousands(part.amount), thousands: thousands(part.amount) })
          : "",
      };
    }),
  });
  return {
    empty: received === ZERO,
    sentence: flowSentence(parts, received, words),
    total: displayYuan(received),
    broad: lettered(drawings.broad, false),
    tall: lettered(drawings.tall, true),
    sources: parts.sources.map(share),
    kinds: parts.kinds.map(share),
    uses: [...parts.uses, parts.running, { ...parts.kept, amount: parts.net }].map(share),
  };
};

/** Most letters that fit beside a bar of the broad picture; the table has the whole name. */
const BROADEST = 25;

const broadName = (part: Part | undefined, lang: Words["lang"]): string | undefined =>
  part === undefined || part.name.length <= (lang === "en" ? BROADEST : 8) ? part?.name : part.short;

const fit = (name = "", letters: number): string => (name.length <= letters ? name : `${name.slice(0, letters - 1)}…`);

const flowParts = (flow: FlowData, words: Words) => {
  const cells = flow.purposes
    .map((purpose) => ({
      ...purpose,
      amount: sum(
        flow.kinds.flatMap((kind) => kind.uses.filter((use) => use.purpose === purpose.code).map((use) => use.amount)),
      ),
    }))
    .filter((cell) => cell.amount > 0n)
    .sort((a, b) => (a.amount === b.amount ? 0 : a.amount > b.amount ? -1 : 1));
  const { shown, merged } = mergeSmall(cells, SMALL_GROUP);
  const part = (id: string, key: string, amount: Fen): Part => ({
    id,
    name: words.t(`flow.${key}`),
    short: words.t(`flow.${key}.short`),
    amount,
  });
  const small =
    merged.length === 0
      ? []
      : [part("merged", households(merged) < SMALL_GROUP ? "small" : "merged", amountOf(merged))];
  const uses: Part[] = [
    ...shown.map((cell) => ({
      id: `use:${cell.code}`,
      name: pick(words, cell.name),
      short: pick(words, cell.name),
      amount: cell.amount,
    })),
    ...small,
  ];
  const tail = uses.slice(DRAWN);
  const kept = flow.kinds.map(keptBy);
  return {
    sources: flow.sources.map((source) => part(`source:${source.key}`, `source.${source.key}`, source.amount)),
    earlier: part("earlier", "earlier", absolute(sum(kept.filter((amount) => amount < 0n)))),
    federation: part("federation", "federation", sum(flow.kinds.map((kind) => kind.received))),
    kinds: flow.kinds.map((kind) => ({
      id: `kind:${kind.kind}`,
      name: words.t(`flow.kind.${kind.kind}`, { count: kind.funds }),
      short: words.t(`flow.kind.${kind.kind}.short`, { count: kind.funds }),
      amount: kind.received,
    })),
    uses,
    smallPurposes: new Set(merged.map((cell) => cell.code)),
    drawn:
      tail.length > 1
        ? [
            ...uses.slice(0, DRAWN),
            {
              id: "tail",
              name: words.t("flow.tail", { count: tail.length }),
              short: words.t("flow.tail.short"),
              amount: sum(tail.map((use) => use.amount)),
            },
          ]
        : uses,
    running: part("running", "running", sum(flow.kinds.map((kind) => kind.running))),
    kept: part("kept", "kept", sum(kept.filter((amount) => amount > 0n))),
    net: sum(kept),
  };
};
type Parts = ReturnType<typeof flowParts>;

const keptBy = (kind: FlowData["kinds"][number]): Fen =>
  minus(kind.received, plus(kind.running, sum(kind.uses.map((use) => use.amount))));

const flowNodes = (parts: Parts): FlowNode[] => [
  ...parts.sources.map((part) => ({ id: part.id, column: 0, tone: "in" }) as const),
  { id: "earlier", column: 0, tone: "wait" },
  { id: "federation", column: 1, tone: "ink" },
  ...parts.kinds.map((part) => ({ id: part.id, column: 2, tone: "ink" }) as const),
  ...parts.drawn.map((part) => ({ id: part.id, column: 3, tone: "mid" }) as const),
  { id: "running", column: 3, tone: "mid" },
  { id: "kept", column: 3, tone: "wait" },
];

const flowLinks = (flow: FlowData, parts: Parts): FlowLink[] => {
  const drawn = new Set(parts.drawn.map((part) => part.id));
  const target = (purpose: string) => {
    const id = parts.smallPurposes.has(purpose) ? "merged" : `use:${purpose}`;
    return drawn.has(id) ? id : "tail";
  };
  const fromKind = flow.kinds.flatMap((kind) => {
    const kept = keptBy(kind);
    const id = `kind:${kind.kind}`;
    const gathered = new Map<string, Fen>();
    for (const use of kind.uses)
      gathered.set(target(use.purpose), plus(gathered.get(target(use.purpose)) ?? ZERO, use.amount));
    return [
      { from: "federation", to: id, amount: kept < 0n ? plus(kind.received, negate(kept)) : kind.received },
      ...[...gathered].map(([to, amount]) => ({ from: id, to, amount })),
      { from: id, to: "running", amount: kind.running },
      { from: id, to: "kept", amount: kept },
    ];
  });
  return [
    ...parts.sources.map((part) => ({ from: part.id, to: "federation", amount: part.amount })),
    { from: "earlier", to: "federation", amount: parts.earlier.amount },
    ...fromKind,
  ];
};

/** Of every 100 yuan received: whole yuan that add up to 100 (largest remainder), or a plain sentence when more went out than came in. */
const flowSentence = (parts: Parts, received: Fen, words: Words): string => {
  const people = sum(parts.uses.map((use) => use.amount));
  if (received <= 0n) return words.t("flow.sentence.none");
  if (parts.net < 0n)
    return words.t("flow.sentence.more_out", {
      received: displayYuan(received),
      out: displayYuan(plus(people, parts.running.amount)),
      earlier: displayYuan(negate(parts.net)),
    });
  const [p = ZERO, r = ZERO, k = ZERO] = allocate(fen(100n), [people, parts.running.amount, parts.net]);
  return words.t("flow.sentence", { people: String(p), running: String(r), kept: String(k) });
};
