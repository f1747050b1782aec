/** What the person at the client would see, by the stage that stops the walk. Words that a search finds. */
import type { Stage, Verdict } from "../model/answer.ts";
import type { Finding } from "./finding.ts";

const timeout = "times out (curl: Connection timed out; dial tcp …:443: i/o timeout)";

const symptoms: Readonly<Record<Stage, string>> = {
  source: timeout,
  dns: "name does not resolve (NXDOMAIN, Could not resolve host, EAI_AGAIN)",
  "security-group": timeout,
  "network-acl": timeout,
  route: timeout,
  nat: timeout,
  gateway: timeout,
  peering: timeout,
  "transit-gateway": timeout,
  endpoint: timeout,
  tls: "TLS fails (certificate verify failed: Hostname mismatch, ERR_TLS_CERT_ALTNAME_INVALID)",
  policy: "403 from the service (AccessDenied)",
  account: timeout,
};

/** The first thing that fails is what the client sees; undefined when nothing is sure to fail. */
export function symptomOf(verdict: Verdict, findings: Iterable<Finding>): string | undefined {
  if (verdict === "reachable" || verdict === "unknown") return undefined;
  for (const { outcome, stage } of findings) {
    if (outcome !== "drop" && outcome !== "some") continue;
    return verdict === "partial" ? `now and then ${symptoms[stage]}` : symptoms[stage];
  }
  return undefined;
}
