/** The hosts that a script or an environment names, and the services they are of. */
import { parseAddress } from "../../model/address.ts";
import { unknownRegion } from "../../model/network.ts";
import type { AwsHost } from "../host/index.ts";
import type { Knowledge } from "./knowledge.ts";
import { internet } from "./need.ts";
import type { Need } from "./need.ts";
import { lineWords, toNeed } from "./table.ts";
import type { NeedRow } from "./table.ts";

const hostInText = /([a-z][a-z0-9+.-]*:\/\/(?:[^\s/@"']*@)?|\bgit@)?([a-z0-9_-]+(?:\.[a-z0-9_-]+)+)/gi;

/** Names that no public DNS answers (RFC 6761, RFC 6762; `internal` is set apart by ICANN, 2024; Kubernetes has `svc`). */
const privateName = /\.(?:internal|local|localdomain|localhost|test|invalid|example|svc|lan|corp|home)$/;

/** What a URL of this scheme leads to is not dialled: a name space, a database driver's own words, a file. */
const notDialled = /^(?:urn|jdbc:sqlite|file|data|arn|spiffe|did):/i;

/** Needs of one row for the lines that it matches. */
export function needsOfHosts(
  row: NeedRow,
  lines: readonly string[],
  region: string,
  knowledge: Knowledge,
): readonly Need[] {
  const hosts = lines.flatMap((line) => [...line.matchAll(hostInText)]);
  return hosts.flatMap(([, scheme, name = ""]) => {
    const found = placeOf(name.toLowerCase(), scheme, knowledge);
    if (found === undefined || found.word !== row.service) return [];
    const { host, aws } = found;
    const need = toNeed(row, region, knowledge.regions);
    const named = { ...need, service: internet, host, why: `${row.why}: ${host}` };
    return [aws === undefined ? named : { ...named, ...awsPlace(aws, host, region) }];
  });
}

interface Found {
  readonly word: string;
  readonly host: string;
  readonly aws?: AwsHost;
}

/** A host outside AWS counts only in a URL, for a file name has dots too; one that is known counts everywhere. */
function placeOf(host: string, scheme: string | undefined, { hosts, outside }: Knowledge): Found | undefined {
  if (parseAddress(host) !== undefined || privateName.test(host)) return undefined;
  const name = hosts.classifyHost(host);
  if (name.kind === "internet") {
    if (outside.isListedOutside(host)) return { word: lineWords.listed, host };
    const isUrl = scheme !== undefined && !notDialled.test(scheme);
    return isUrl ? { word: lineWords.other, host } : undefined;
  }
  // Addresses of an endpoint or of a customer's own resource are reached inside the VPC, or are another question.
  if (name.form === "vpce" || name.form === "resource") return undefined;
  return { word: lineWords.aws, host, aws: name };
}

/** Names that an endpoint of the Region need not answer: of other Regions, and of other forms than the service's own. */
const ownForms: readonly AwsHost["form"][] = ["regional", "virtual-hosted", "legacy"];

function awsPlace(
  { service, region: at, form, bucket }: AwsHost,
  host: string,
  region: string,
): Pick<Need, "service" | "host" | "region"> {
  const isElsewhere = at !== undefined && at !== region && ![at, region].includes(unknownRegion);
  const isOwn = service !== undefined && (ownForms.includes(form) || bucket !== undefined);
  return {
    service: service ?? internet,
    region: isElsewhere ? at : undefined,
    host: isElsewhere || !isOwn ? host : undefined,
  };
}
