import { Router } from "express";
import { registerOperation } from "../platform/openapi.ts";
import { problem } from "../platform/problem.ts";
import type { Gateways, ProviderEvent } from "./gateway.ts";

export type WebhookDeps = {
  readonly gateways: Gateways;
  /** Answers after the line is in the book; a throw lets the provider send the notice again (PIT-4). */
  readonly handle: (event: ProviderEvent) => Promise<"new" | "known" | "ignored">;
};

/** `POST /api/v1/webhooks/:provider`: signed notices of payment providers, over the raw body. */
export const webhookRoutes = ({ gateways, handle }: WebhookDeps): Router => {
  const router = Router();
  router.post("/api/v1/webhooks/:provider", async (request, response) => {
    const provider = String(request.params.provider);
    const gateway = provider === "sandbox" || provider === "stripe" ? gateways[provider] : undefined;
    if (!gateway) throw problem({ status: 404, code: "not_found" });
    const body: unknown = request.body;
    const event = gateway.verifyWebhook(Buffer.isBuffer(body) ? body : Buffer.alloc(0), request.headers);
    if (!event) throw problem({ status: 400, code: "webhook_signature" });
    response.json({ event: event.id, result: await handle(event) });
  });
  registerOperation({
    method: "POST",
    path: "/api/v1/webhooks/:provider",
    summary:
      "A signed notice of a payment provider. It is only a hint: the order is read back before anything is booked",
    file: ["application/json"],
    responses: { 200: "Taken; `result` is new, known or ignored", 400: "The signature is wrong or too old" },
  });
  return router;
};
