export { paymentRefusals } from "./errors.ts";
export type { Gateway, Gateways, Payable, Provider, ProviderEvent, ProviderOrder, Started } from "./gateway.ts";
export { openSandbox, type Sandbox, type SandboxAct } from "./gateway-sandbox.ts";
export { sandboxStore, type SandboxStore } from "./store.ts";
