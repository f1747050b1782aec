/**
 * Signature Version 4 as AWS checks it: the Authorization header, presigned links, and bodies that are signed in chunks.
 *
 * Decides who signed a request. What the signer may do is left to others, and so is an unsigned request, which some
 * services take. Signature Version 4A is not supported.
 */
export { refuse } from "./refusal.ts";
export type { CodeFamily } from "./refusal.ts";
export { findClaim } from "./claim.ts";
export { verifySignature } from "./verify.ts";
export type { ReceivedRequest, SignatureTerms, Verified } from "./verify.ts";
export { readClaimed } from "./claimed.ts";
export { decodeChunks } from "./chunked.ts";
export type { BodyFault, BodyPart } from "./chunked.ts";
export type { Payload } from "./payload.ts";
export { parseQuery, splitUrl, decodePercent } from "./canonical.ts";
