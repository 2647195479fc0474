import { agencyService } from "./agency/public.ts";
import { disbursementsService } from "./disbursements/public.ts";
import { type DonationDeps, donationService, intakeService } from "./donations/public.ts";
import { fundsService } from "./funds/public.ts";
import { deskImports, importStore, previewsService, previewStore } from "./imports/public.ts";
import { type Gateways, openSandbox, sandboxStore, stripePages } from "./payments/public.ts";
import { openStripe } from "./payments/gateway-stripe.ts";
import { deriveKey, keyedHash } from "./platform/crypto.ts";
import { openMailer } from "./platform/mail.ts";
import type { Process } from "./process.ts";
import { privacyService } from "./privacy/public.ts";
import { mailStore, receiptService } from "./receipts/public.ts";
import { reconciliationService } from "./reconciliation/public.ts";

export type Services = Awaited<ReturnType<typeof openServices>>;

/** The use cases of all modules over one process. */
export const openServices = async (base: Process) => {
  const { chapters, submit, catchUp, people, files, clock, config } = base;
  const { sealed } = files;
  const gateways = await openGateways(base);
  const donationDeps: DonationDeps = {
    ...chapters,
    submit,
    people,
    gateways: gateways.all,
    linkKey: deriveKey(config.keys.vault, "secret links"),
    publicUrl: config.publicUrl,
  };
  const intake = intakeService(donationDeps);
  const store = importStore(base.connection);
  await store.prepare();
  const mails = mailStore(base.connection);
  await mails.prepare();
  const money = fundsService({ submit, funds: chapters.funds });
  const aid = disbursementsService({ ...chapters, submit, people, sealed });
  const reconciliation = reconciliationService({
    ...chapters,
    submit,
    catchUp,
    names: (ids) => people.namesOf(ids, { by: "job:matching", reason: "matching bank rows with promises" }),
    markOf: (text) => keyedHash(config.keys.name, text),
    accounts: chapters.funds.accounts,
    merchants: chapters.funds.merchants,
    line: base.book.line,
    openingDate: () => chapters.funds.federation()?.openingDate ?? "",
    keepFile: async ({ name, content }) => (await sealed.keep({ name, mime: "application/octet-stream", content })).id,
    readFile: async (id) => (await sealed.read(id))?.content,
    cardGift: ({ line, gift, by }) => {
      const { donorEmail, ...rest } = gift;
      const contact = donorEmail === undefined ? {} : { email: donorEmail };
      return intake.cardGift({ ...rest, ...contact, on: line.on, amount: line.amount, channel: "stripe" }, by);
    },
  });
  const imports = deskImports({
    catchUp,
    clock,
    store,
    lines: () => base.book.head().lines,
    money,
    aid,
    intake,
    reconciliation,
    known: chapters,
  });
  return {
    gateways,
    donationDeps,
    donations: donationService(donationDeps),
    receipts: receiptService({ ...chapters, submit, catchUp }),
    mails,
    mailer: config.mail && openMailer(config.mail),
    intake,
    money,
    aid,
    agency: agencyService({ submit, people }),
    privacy: privacyService({ ...base, privacy: chapters.privacy, sealed }),
    reconciliation,
    imports,
    previews: await openPreviews(base, imports),
  };
};

/** Files that are looked at and not imported yet. */
const openPreviews = async ({ connection, files, clock, ids }: Process, imports: ReturnType<typeof deskImports>) => {
  const store = previewStore(connection);
  await store.prepare();
  return previewsService({ imports, store, shelf: files.waiting, clock, newId: () => ids("I") });
};

/** The sandbox always; cards when their keys are configured. The sandbox tells us by the same webhook a provider would use. */
const openGateways = async ({ config, connection, clock, logger }: Process) => {
  const store = sandboxStore(connection);
  await store.prepare();
  const sandbox = openSandbox({
    store,
    key: deriveKey(config.keys.vault, "sandbox webhooks"),
    clock,
    deliver: async ({ body, headers }) => {
      const answer = await fetch(`${config.publicUrl}/api/v1/webhooks/sandbox`, { method: "POST", headers, body });
      if (!answer.ok) throw new Error(`the webhook answered ${answer.status}`);
    },
    later: (milliseconds, run) => {
      setTimeout(() => {
        run().catch((error: unknown) => logger.warn({ err: error }, "a sandbox notice was not delivered"));
      }, milliseconds);
    },
  });
  const pages = stripePages(connection);
  const all: Gateways = config.stripe ? { sandbox, stripe: openStripe({ ...config.stripe, pages }) } : { sandbox };
  return { sandbox, all };
};
