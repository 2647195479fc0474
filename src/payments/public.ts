export { paymentRefusals } from "./errors.ts";
export type { Gateways, Payable, Provider, ProviderEvent, ProviderOrder } from "./gateway.ts";
export { openSandbox } from "./gateway-sandbox.ts";
export { sandboxStore, stripePages } from "./store.ts";
