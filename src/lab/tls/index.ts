/**
 * TLS of the lab: certificates on the real names of AWS, so that unmodified clients need no endpoint URL.
 *
 * Decides what is signed, for which names and for how long, and how clients learn to trust it. Which server listens where is
 * left to the services. Loads a library that is slow to start: import it when a lab does.
 */
export { readOrCreateCa } from "./authority.ts";
export type { Authority } from "./authority.ts";
export { createCertificates } from "./certificate.ts";
export type { Certificates } from "./certificate.ts";
export { clientTrust } from "./client-trust.ts";
