import { sankey, type SankeyGraph } from "d3-sankey";
import type { Fen } from "../kernel/money.ts";

/** What flows: nodes in columns 0–3 (sources, federation, kinds of funds, uses) and amounts between them. */
export type FlowNode = { readonly id: string; readonly column: 0 | 1 | 2 | 3; readonly tone: Tone };
export type FlowLink = { readonly from: string; readonly to: string; readonly amount: Fen };
export type Tone = "in" | "ink" | "mid" | "wait";

export type Bar = {
  readonly id: string;
  readonly tone: Tone;
  readonly x: number;
  readonly y: string;
  readonly width: number;
  readonly height: string;
};
export type Ribbon = { readonly tone: Tone; readonly d: string };
export type Label = {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly y2: number;
  readonly anchor: "start" | "middle" | "end";
};
export type Drawing = {
  readonly width: number;
  readonly height: number;
  readonly bars: readonly Bar[];
  readonly ribbons: readonly Ribbon[];
  readonly labels: readonly Label[];
};

type Frame = {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly bar: number;
  readonly gap: number;
};
/** Room for the longest label beside the bars; English words need more than Chinese ones. */
const BROAD = { width: 880, height: 560, bar: 10, gap: 36 };
const TALL = { width: 358, height: 640, bar: 7, gap: 38 };
const MARGINS = {
  "zh-CN": { broad: { left: 118, right: 130 }, tall: { left: 66, right: 80 } },
  en: { broad: { left: 140, right: 205 }, tall: { left: 84, right: 118 } },
};

/** Two drawings of the same flow: for a wide page and for a phone. Links of nothing or less are left out. */
export const flowPicture = (
  nodes: readonly FlowNode[],
  links: readonly FlowLink[],
  lang: keyof typeof MARGINS,
): { broad: Drawing; tall: Drawing } => ({
  broad: draw({ ...BROAD, ...MARGINS[lang].broad }, nodes, links),
  tall: draw({ ...TALL, ...MARGINS[lang].tall }, nodes, links),
});

type Node = { id: string; column: number; tone: Tone };
type Link = { source: string; target: string; value: number };

const draw = (frame: Frame, nodes: readonly FlowNode[], links: readonly FlowLink[]): Drawing => {
  const drawn = links.filter((link) => link.amount > 0n);
  const used = new Set(drawn.flatMap((link) => [link.from, link.to]));
  const size = { width: frame.width, height: frame.height };
  if (drawn.length === 0) return { ...size, bars: [], ribbons: [], labels: [] };
  const graph = sankey<Node, Link>()
    .nodeId((node) => node.id)
    .nodeAlign((node) => node.column)
    .nodeSort(null as unknown as undefined)
    .linkSort(null)
    .nodeWidth(frame.bar)
    .nodePadding(frame.gap)
    .extent([
      [frame.left, 44],
      [frame.width - frame.right, frame.height - 20],
    ])({
    nodes: nodes.filter((node) => used.has(node.id)).map((node) => ({ ...node })),
    // Lengths on paper, not money: rounding here changes no figure.
    links: drawn.map((link) => ({ source: link.from, target: link.to, value: Number(link.amount) })),
  });
  return { ...size, ...shapes(graph, frame) };
};

const shapes = (graph: SankeyGraph<Node, Link>, frame: Frame) => ({
  bars: graph.nodes.map((node) => ({
    id: node.id,
    tone: node.tone,
    x: Math.round(node.x0 ?? 0),
    y: (node.y0 ?? 0).toFixed(1),
    width: frame.bar,
    height: Math.max(1.2, (node.y1 ?? 0) - (node.y0 ?? 0)).toFixed(1),
  })),
  ribbons: graph.links.map((link) => {
    const [from, to] = [link.source as Node & { x1: number }, link.target as Node & { x0: number }];
    const tone: Tone = to.tone === "wait" ? "wait" : to.column === 3 ? "mid" : "in";
    return { tone, d: ribbon({ x0: from.x1, x1: to.x0, y0: link.y0 ?? 0, y1: link.y1 ?? 0, width: link.width ?? 0 }) };
  }),
  labels: graph.nodes.map((node) => label(node as Node & Box, frame)),
});

type Box = { x0: number; x1: number; y0: number; y1: number };

const label = (node: Node & Box, frame: Frame): Label => {
  const middle = Math.round((node.y0 + node.y1) / 2);
  if (node.column === 0)
    return { id: node.id, x: Math.round(node.x0) - frame.bar + 2, y: middle - 3, y2: middle + 13, anchor: "end" };
  if (node.column === 3)
    return { id: node.id, x: Math.round(node.x1) + frame.bar - 1, y: middle - 3, y2: middle + 13, anchor: "start" };
  const top = Math.round(node.y0);
  return { id: node.id, x: Math.round((node.x0 + node.x1) / 2), y: top - 22, y2: top - 7, anchor: "middle" };
};

const ribbon = (link: { x0: number; x1: number; y0: number; y1: number; width: number }): string => {
  const [half, middle] = [link.width / 2, ((link.x0 + link.x1) / 2).toFixed(0)];
  const [x0, x1] = [link.x0.toFixed(0), link.x1.toFixed(0)];
  const [a, b] = [(link.y0 - half).toFixed(1), (link.y1 - half).toFixed(1)];
  const [c, d] = [(link.y1 + half).toFixed(1), (link.y0 + half).toFixed(1)];
  return `M${x0} ${a}C${middle} ${a} ${middle} ${b} ${x1} ${b}V${c}C${middle} ${c} ${middle} ${d} ${x0} ${d}z`;
};
