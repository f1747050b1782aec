/** The hosts that a script or an environment names, and the services they are of. */
import { parseAddress } from "../../model/address.ts";
import type { HostFacts } from "../host/index.ts";
import { internet } from "./need.ts";
import type { Need } from "./need.ts";
import { hostWords } from "./table.ts";
import type { NeedRow } from "./table.ts";

const hostInText = /([a-z][a-z0-9+.-]*:\/\/(?:[^\s/@"']*@)?)?([a-z0-9_-]+(?:\.[a-z0-9_-]+)+)/gi;

/** Names that no public DNS answers (RFC 6761, RFC 6762; `internal` is set apart by ICANN, 2024). */
const privateName = /\.(?:internal|local|localdomain|localhost|test|invalid|example)$/;

/** Needs of one row for the lines that it matches. */
export function needsOfHosts(row: NeedRow, text: string, { classifyHost }: HostFacts): readonly Need[] {
  const lines = text.split("\n").filter((line) => row.match.test(line));
  const hosts = lines.flatMap((line) => [...line.matchAll(hostInText)]);
  return hosts.flatMap(([, scheme, name = ""]) => {
    const host = name.toLowerCase();
    const service = serviceOf(host, scheme, classifyHost);
    if (service === undefined || service.word !== row.service) return [];
    const { necessity, when, why, source, date } = row;
    return [
      {
        service: service.name,
        necessity,
        when,
        why: `${why}: ${host}`,
        actions: [],
        resources: [],
        source,
        date,
      },
    ];
  });
}

/** A host outside AWS counts only in a URL: a file name has dots too. */
function serviceOf(
  host: string,
  scheme: string | undefined,
  classifyHost: HostFacts["classifyHost"],
): { readonly word: string; readonly name: string } | undefined {
  if (parseAddress(host) !== undefined || privateName.test(host)) return undefined;
  const name = classifyHost(host);
  if (name.kind === "internet")
    return scheme === undefined ? undefined : { word: hostWords.other, name: internet };
  // Addresses of an endpoint or of a customer's own resource are reached inside the VPC, or are another question.
  if (name.form === "vpce" || name.form === "resource") return undefined;
  return { word: hostWords.aws, name: name.service ?? internet };
}
