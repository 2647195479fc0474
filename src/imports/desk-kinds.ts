import type { Disbursements, DisbursementsService } from "../disbursements/public.ts";
import type { Donations, IntakeService } from "../donations/public.ts";
import type { Funds, FundsService } from "../funds/public.ts";
import { isRefusal } from "../kernel/result.ts";
import type { ReconciliationService } from "../reconciliation/public.ts";
import { readAgencyRows } from "./desk-agency.ts";
import { readAidRequests } from "./desk-aid-requests.ts";
import { readBankGifts } from "./desk-bank-gifts.ts";
import { readConsentWithdrawals } from "./desk-consent-withdrawals.ts";
import { readGoods } from "./desk-goods.ts";
import { readPlatformGifts } from "./desk-platform-gifts.ts";
import { readTransfers } from "./desk-transfers.ts";
import { readFederation } from "./federation-file.ts";
import { type ImportOutcome, refusedFile, rowsOutcome } from "./outcome.ts";
import { deskImport, type ImportFile, type Imports, type ImportsDeps, importsService } from "./service.ts";

export type DeskImportsDeps = Pick<ImportsDeps, "catchUp" | "store" | "lines" | "clock"> & {
  readonly money: FundsService;
  readonly aid: DisbursementsService;
  readonly intake: IntakeService;
  readonly reconciliation: ReconciliationService;
  /** What tells a row that the books have. */
  readonly known: {
    readonly donations: Pick<Donations, "byRef" | "goodsLot" | "withdrawnOn">;
    readonly disbursements: Pick<Disbursements, "request">;
    readonly funds: Pick<Funds, "transfer" | "fund">;
  };
};

/** Every kind of file and the service that takes its rows. */
export const deskImports = ({ money, aid, intake, reconciliation, known, ...kept }: DeskImportsDeps): Imports =>
  importsService({
    ...kept,
    desk: {
      "platform-gifts": deskImport({
        read: readPlatformGifts,
        take: (rows, { by, done }) => intake.importPlatform(rows, by, done),
        isKnown: ({ orderNo }) => known.donations.byRef(orderNo) !== undefined,
      }),
      "bank-gifts": deskImport({
        read: readBankGifts,
        take: (rows, { by, done }) => intake.importPromises(rows, by, done),
        isKnown: ({ donationCode }) => known.donations.byRef(donationCode) !== undefined,
      }),
      goods: deskImport({
        read: readGoods,
        take: (rows, { by }) => intake.importGoods(rows, by),
        isKnown: ({ goodsNo }) => known.donations.goodsLot(goodsNo) !== undefined,
      }),
      agency: deskImport({
        read: readAgencyRows,
        take: (rows, { by }) => reconciliation.importAgency(rows, by),
        isKnown: reconciliation.hasAgencyRow,
      }),
      transfers: deskImport({
        read: readTransfers,
        take: (rows, { by }) => money.transfer(rows, by),
        isKnown: ({ transferNo }) => known.funds.transfer(transferNo) !== undefined,
      }),
      "aid-requests": deskImport({
        read: readAidRequests,
        take: (rows, { by }) => aid.file(rows, by),
        isKnown: ({ requestNo }) => known.disbursements.request(requestNo) !== undefined,
      }),
      "consent-withdrawals": deskImport({
        read: readConsentWithdrawals,
        take: (rows, { by }) => intake.withdraw(rows, by),
        isKnown: ({ gift, withdrawnOn }) => known.donations.withdrawnOn(gift) === withdrawnOn,
      }),
    },
    federation: (input) => openFederation({ money, intake, reconciliation }, input),
    lookAtFederation: async (content) => {
      const file = await readFederation([content]);
      if ("refused" in file) return withFaults(file);
      const before = file.funds.filter(({ code }) => known.funds.fund(code) !== undefined);
      return { rows: file.funds.length, known: before.length, faulty: [] };
    },
    statement: reconciliation.importStatement,
    lookAtStatement: reconciliation.preview,
  });

/** federation.json: funds and opening voucher, earlier gifts that may be refunded, money in transit. Taken whole or not at all. */
const openFederation = async (
  deps: Pick<DeskImportsDeps, "money" | "intake" | "reconciliation">,
  input: ImportFile,
): Promise<ImportOutcome> => {
  const name = { file: input.file, kind: input.kind };
  const file = await readFederation([input.content]);
  if ("refused" in file) return refusedFile(name, withFaults(file));
  const answers = await deps.money.open(file, input.by);
  if (isRefusal(answers)) return refusedFile(name, { refused: answers.refused });
  await deps.intake.carryPrior(file.priorGifts, input.by);
  await deps.reconciliation.openTransits({ items: file.inTransit, by: input.by, on: file.openingDate });
  return rowsOutcome(name, {
    rows: file.funds.map((_, i) => ({ row: i + 1 })),
    answers,
    faulty: [],
    since: input.since,
  });
};

const withFaults = (refusal: {
  readonly refused: string;
  readonly detail?: string;
  readonly faults?: readonly { readonly field: string }[];
}) => ({
  refused: refusal.refused,
  ...(refusal.faults === undefined ? {} : { detail: refusal.faults.map(({ field }) => field).join(", ") }),
});
