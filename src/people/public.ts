import type { Connection } from "mongoose";
import { limits } from "../../config/limits.ts";
import type { RandomBytes } from "../kernel/ids.ts";
import { type People, peopleService } from "./service.ts";
import { sheetStore } from "./sheet-store.ts";
import { openSheets } from "./sheets.ts";
import type { Standings } from "./standings.ts";
import { peopleStore } from "./store.ts";
import { openVault } from "./vault.ts";

export { peopleRefusals } from "./errors.ts";
export { ASKED_WHYS, type BlockedData, type ErasedData, type ErasureWhy, type RecordKind } from "./facts.ts";
export type { MaskedPerson, Person } from "./person.ts";
export type { People } from "./service.ts";
export { openStandings, type Standing, type Standings } from "./standings.ts";

/** The queue whose job unpacks sheets. */
export const UNPACK_QUEUE = "people.unpack";

export type OpenPeople = {
  readonly standings: Pick<Standings, "standing">;
  readonly connection: Connection;
  /** VAULT_KEY and NAME_KEY, 32 bytes each. */
  readonly vaultKey: Uint8Array;
  readonly nameKey: Uint8Array;
  readonly randomBytes: RandomBytes;
  readonly clock: () => Date;
  readonly newId: (prefix: string) => string;
};

/** Opens the vault of personal data and makes its indexes. */
export const openPeople = async (deps: OpenPeople): Promise<People> => {
  const { connection, clock, newId, standings } = deps;
  const store = peopleStore(connection);
  await store.prepare();
  return peopleService({
    store,
    sheets: openSheets({ store: sheetStore(connection), clock, newId }),
    vault: openVault(deps),
    clock,
    newId,
    standings,
    limits,
  });
};
