/**
 * DNS of the lab: what a name resolves to in a VPC and outside, and the messages that say so.
 *
 * Decides answers from the network alone, written from AWS's documentation apart from the model that judges reachability, so
 * that each can check the other. Which sockets there are, and in which namespace, is left to the fabric; where the lab
 * put its services and hosts it is told by `Places`. Rules of DNS Firewall are not modelled, and nothing is forwarded.
 */
export type { Answer, Asked } from "./answer.ts";
export { endpointNames } from "./endpoint/name.ts";
export { findInternetHost, internetHosts } from "./internet-host.ts";
export { nameServersOf, resolverAddresses } from "./name-server.ts";
export type { Places } from "./places.ts";
export { createResolver } from "./resolver.ts";
export { respond } from "./wire/respond.ts";
export { serveDns } from "./wire/serve.ts";
