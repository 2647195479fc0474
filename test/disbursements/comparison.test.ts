import { expect } from "chai";
import fc from "fast-check";
import type { Request } from "../../src/disbursements/public.ts";
import { openAidMonth, requestInput } from "../support/aid-book.ts";

const OVER = ["rejected", "refused", "returned", "confirmed", "withdrawn"];
const REQUESTS = ["AR-1", "AR-2", "AR-3", "AR-4", "AR-5"];

/** Any line of a case after its filing, whether or not it may follow: what is kept follows the rows. */
const step = fc.record({
  no: fc.constantFrom(...REQUESTS),
  kind: fc.constantFrom(
    "request.amended",
    "request.evidence",
    "aid.paid",
    "match.taken_back",
    "aid.returned",
    "request.confirmed",
    "request.rejected",
    "request.withdrawn",
    "request.checked",
  ),
  amount: fc.constantFrom("100", "200", "300"),
  print: fc.constantFrom("print-1", "print-2"),
});

describe("disbursements: what a case is compared with", () => {
  it("UI-14 what is kept says the same as a walk over all requests, whatever happened to them", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const book = openAidMonth();
        for (const [i, no] of REQUESTS.entries())
          book.act("disbursements.file", "worker", requestInput(no, { amount: String((i % 3) * 100 + 100) }));
        for (const { no, kind, amount, print } of steps) {
          const terms = { amount, payee_print: print, binds: "", tier: 1, reason: "x", how: "slip" };
          book.post(kind, "2026-09-12", [], { request: no, file: "F-1", digest: print, paper: "id", ...terms });
        }
        const all = [...book.disbursements.requests()];
        const { disbursements } = book;
        expect(disbursements.openRequests()).to.deep.equal(all.filter(({ state }) => !OVER.includes(state)));
        for (const row of all) {
          const others = all.filter(({ no }) => no !== row.no);
          expect(disbursements.isFirstPayee(row)).to.equal(
            !others.some(({ payeePrint, paidOn }) => payeePrint === row.payeePrint && paidOn !== undefined),
          );
          expect(disbursements.samePaper(row)).to.equal(others.find((other) => share(row, other)));
          const amounts = others.map(({ amount }) => Number(amount)).sort((a, b) => a - b);
          expect(disbursements.usualAmount(row)).to.deep.equal({ count: 4, median: BigInt(amounts[2] ?? 0) });
        }
      }),
    );
  });
});

const share = (row: Request, other: Request): boolean =>
  row.evidence.some(({ digest }) => other.evidence.some((paper) => paper.digest === digest));
