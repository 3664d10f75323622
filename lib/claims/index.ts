export { claim, ClaimError } from "./claim.ts";
export type { Claim, Control, Measurement } from "./claim.ts";
export type { Measured, Size, Value } from "./expectation.ts";
export { inventory } from "./inventory.ts";
export type { ClaimRow, Grade, Source } from "./inventory.ts";
export { claimsMade, claimTable, forgetClaims } from "./ledger.ts";
export { claimMime } from "./report.ts";
export type { ClaimReport } from "./report.ts";
