import { type Response, Router } from "express";
import { fen } from "../kernel/money.ts";
import type { Bilingual } from "../platform/display.ts";
import { onward, wordsFor } from "../platform/language.ts";
import { allowed, problem } from "../platform/problem.ts";
import { render } from "../platform/render.ts";
import { validateForm } from "../platform/validate.ts";
import { type Sandbox, SANDBOX_DELAY_SECONDS } from "./gateway-sandbox.ts";
import { sandboxFormSchema } from "./input.ts";
import type { SandboxOrder } from "./store.ts";
import { sandboxView } from "./views.ts";

export type SandboxPagesDeps = {
  readonly sandbox: Sandbox;
  readonly payee: () => Bilingual;
  /** The fund of a gift, for the page. */
  readonly fundOf: (gift: string) => Bilingual;
  /** The path of the gift's own page, where the donor goes back to. */
  readonly giftPath: (gift: string) => string;
};

/** `/sandbox/pay/:order`: the page that plays the provider. It exists only while the sandbox is on. */
export const sandboxPages = (deps: SandboxPagesDeps): Router => {
  const router = Router();
  router.get("/sandbox/pay/:order", async (request, response) => {
    const order = await deps.sandbox.order(String(request.params.order));
    if (!order) throw problem({ status: 404, code: "not_found" });
    page(deps, response, order);
  });
  router.post("/sandbox/pay/:order", async (request, response) => {
    const { result, amount } = validateForm(sandboxFormSchema, request.body);
    const order = allowed(await deps.sandbox.act(String(request.params.order), result, amount));
    onward(response, deps.giftPath(order.gift));
  });
  return router;
};

const RESULTS = { paid: "succeeded", failed: "failed", pending: "delayed" } as const;

const page = (deps: SandboxPagesDeps, response: Response, order: SandboxOrder): void => {
  const view = sandboxView(
    {
      payment: order._id,
      payee: deps.payee(),
      fund: deps.fundOf(order.gift),
      amount: fen(BigInt(order.amount)),
      delaySeconds: SANDBOX_DELAY_SECONDS,
      action: `/sandbox/pay/${order._id}`,
      backHref: deps.giftPath(order.gift),
      ...(order.state === "open" ? {} : { result: RESULTS[order.state] }),
      formKey: order._id,
    },
    wordsFor(response),
  );
  response.set("Cache-Control", "no-store");
  render(response, "payments/sandbox", view);
};
