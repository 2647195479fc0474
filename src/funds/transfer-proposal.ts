import type { Command, Draft } from "../journal/chapter.ts";
import type { Line } from "../journal/line.ts";
import { fen } from "../kernel/money.ts";
import { isRefusal, type Refusal, refuse } from "../kernel/result.ts";
import type { TransferPosted } from "./facts.ts";
import { decideTransfer, type Transfer, type TransferBooks } from "./transfer.ts";

/** A transfer typed at the desk: one person proposes it, another posts it (PIT-47). */
export type TransferProposal = Omit<Transfer, "proposedBy"> & { readonly reason?: string };
type Books = TransferBooks & { readonly proposal: (no: string) => TransferProposal | undefined };

/** Refuses what could not be posted either, and a number that waits already. Moves nothing. */
export const decideProposeTransfer = (command: Command, books: Books): Draft | Refusal => {
  const no = String(command.input.no);
  if (books.proposal(no)) return refuse("transfer_exists", { transfer: no });
  const draft = decideTransfer(command, books);
  if (isRefusal(draft)) return draft;
  const { relates_to: _late, ...data } = draft.data;
  return { kind: "transfer.proposed", on: command.on, data };
};

/** The second person posts it on its day; all guards of a transfer look again. */
export const decideApproveTransfer = (command: Command, books: Books): Draft | Refusal => {
  const proposal = proposalIn(command, books);
  if (isRefusal(proposal)) return proposal;
  if (proposal.by === command.by) return refuse("same_person", { rule: "PIT-47" });
  const { no, on, from, to, amount, basisRef, reason } = proposal;
  const input = { no, from, to, amount: amount.toString(), basis_ref: basisRef, ...(reason ? { reason } : {}) };
  const draft = decideTransfer({ ...command, on, input }, books);
  return isRefusal(draft) ? draft : { ...draft, data: { ...draft.data, proposed_by: proposal.by } };
};

/** Takes a proposal out of the way. */
export const decideDropTransfer = (command: Command, books: Books): Draft | Refusal => {
  const proposal = proposalIn(command, books);
  return isRefusal(proposal) ? proposal : { kind: "transfer.dropped", data: { transfer: proposal.no } };
};

const proposalIn = ({ input }: Command, { proposal }: Books): TransferProposal | Refusal =>
  proposal(String(input.no)) ?? refuse("transfer_unknown", { transfer: String(input.no) });

export const proposalFrom = (line: Line, index: number): TransferProposal => {
  const { transfer: no, from, to, amount, basis_ref: basisRef, reason } = line.data as TransferPosted;
  const why = reason === undefined ? {} : { reason };
  return { no, on: line.on, from, to, amount: fen(BigInt(amount)), basisRef, ...why, by: line.by, line: index };
};
