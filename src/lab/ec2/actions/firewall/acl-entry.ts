/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html (read 2026-11-29) */
import type {
  CreateNetworkAclEntryRequest,
  DeleteNetworkAclEntryRequest,
  NetworkAclEntry,
  ReplaceNetworkAclEntryRequest,
  RuleAction,
} from "@aws-sdk/client-ec2";
import { Ec2Error, invalidValue, missingParameter } from "../../error.ts";
import type { NetworkAclRow } from "../../store/rows.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { mustBlock } from "../vpc/block.ts";
import { isLastRule } from "./make-acl.ts";

type Entry = NetworkAclRow["Entries"][number];

const protocols: Readonly<Record<string, string>> = {
  tcp: "6",
  udp: "17",
  icmp: "1",
  icmpv6: "58",
  all: "-1",
};

const ruleActions: readonly RuleAction[] = ["allow", "deny"];

export function createNetworkAclEntry(input: CreateNetworkAclEntryRequest, context: Context): undefined {
  const acl = mustFind(context, "networkAcls", input.NetworkAclId ?? "");
  const entry = toEntry(input);
  if (findEntry(acl, entry) !== undefined)
    throw new Ec2Error(
      "NetworkAclEntryAlreadyExists",
      `The network acl entry identified by ${entry.RuleNumber} already exists.`,
    );
  put(context, acl, [...acl.Entries, entry]);
}

export function replaceNetworkAclEntry(input: ReplaceNetworkAclEntryRequest, context: Context): undefined {
  const acl = mustFind(context, "networkAcls", input.NetworkAclId ?? "");
  const entry = toEntry(input);
  const before = mustEntry(acl, entry);
  put(
    context,
    acl,
    acl.Entries.map((one) => (one === before ? entry : one)),
  );
}

export function deleteNetworkAclEntry(
  { NetworkAclId = "", RuleNumber = 0, Egress = false }: DeleteNetworkAclEntryRequest,
  context: Context,
): undefined {
  const acl = mustFind(context, "networkAcls", NetworkAclId);
  checkNumber(RuleNumber);
  const before = mustEntry(acl, { RuleNumber, Egress });
  put(
    context,
    acl,
    acl.Entries.filter((one) => one !== before),
  );
}

type Key = Pick<Entry, "RuleNumber" | "Egress">;

const findEntry = (acl: NetworkAclRow, { RuleNumber, Egress }: Key) =>
  acl.Entries.find((one) => one.RuleNumber === RuleNumber && one.Egress === Egress);

function mustEntry(acl: NetworkAclRow, key: Key): Entry {
  const entry = findEntry(acl, key);
  if (entry !== undefined) return entry;
  throw new Ec2Error(
    "InvalidNetworkAclEntry.NotFound",
    `The network acl entry identified by ${key.RuleNumber} does not exist`,
  );
}

/** Each direction in the order in which its rules are asked. */
function put({ tables }: Context, acl: NetworkAclRow, entries: readonly Entry[]): void {
  tables.networkAcls.set(acl.NetworkAclId, {
    ...acl,
    Entries: entries.toSorted((a, b) => Number(b.Egress) - Number(a.Egress) || a.RuleNumber - b.RuleNumber),
  });
}

function toEntry(input: CreateNetworkAclEntryRequest): Entry {
  const { RuleNumber = 0, Egress = false, RuleAction, Protocol = "", CidrBlock, Ipv6CidrBlock } = input;
  checkNumber(RuleNumber);
  const action = ruleActions.find((one) => one === RuleAction?.toLowerCase());
  if (action === undefined)
    throw invalidValue("Invalid value for parameter ruleAction. It must be allow or deny");
  if ((CidrBlock === undefined) === (Ipv6CidrBlock === undefined))
    throw CidrBlock === undefined
      ? missingParameter("cidrBlock")
      : invalidValue("cidrBlock and ipv6CidrBlock exclude each other");
  const protocol = protocols[Protocol.toLowerCase()] ?? Protocol;
  if (protocol !== "-1" && (!/^\d{1,3}$/.test(protocol) || Number(protocol) > 255))
    throw invalidValue(`Invalid value '${Protocol}' for IP protocol. Unknown protocol.`);
  return {
    RuleNumber,
    Egress,
    RuleAction: action,
    Protocol: protocol,
    ...(CidrBlock === undefined ? {} : { CidrBlock: mustBlock(CidrBlock, "cidrBlock").text }),
    ...(Ipv6CidrBlock === undefined
      ? {}
      : { Ipv6CidrBlock: mustBlock(Ipv6CidrBlock, "ipv6CidrBlock", 6).text }),
    ...trafficOf(protocol, input),
  };
}

function checkNumber(number: number): void {
  if (!Number.isInteger(number) || number < 1 || isLastRule({ RuleNumber: number }))
    throw invalidValue(`Value (${number}) for parameter ruleNumber is invalid. It must be from 1 to 32766`);
}

/** Ports of TCP and UDP, type and code of ICMP; other protocols have neither. */
function trafficOf(
  protocol: string,
  { PortRange, IcmpTypeCode, Ipv6CidrBlock }: CreateNetworkAclEntryRequest,
): Pick<NetworkAclEntry, "PortRange" | "IcmpTypeCode"> {
  if (protocol === "6" || protocol === "17") {
    const { From, To } = PortRange ?? {};
    if (From === undefined || To === undefined) throw missingParameter("portRange");
    if (From < 0 || To > 65535 || From > To)
      throw invalidValue(`Invalid value '${From}-${To}' for portRange`);
    return { PortRange: { From, To } };
  }
  if (protocol === "1" || (protocol === "58" && Ipv6CidrBlock !== undefined)) {
    if (IcmpTypeCode === undefined) throw missingParameter("icmpTypeCode");
    return { IcmpTypeCode: { Type: IcmpTypeCode.Type ?? -1, Code: IcmpTypeCode.Code ?? -1 } };
  }
  return {};
}
