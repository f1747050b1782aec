/** VPCs: `describe-vpcs`, with what only `describe-vpc-attribute` and `describe-vpc-encryption-controls` tell. */
import type { DhcpOptionsId, VpcId } from "../../../model/entity/entity.ts";
import { parseId } from "../../../model/entity/entity.ts";
import type { Vpc, VpcCidr } from "../../../model/entity/vpc.ts";
import { known, unknown } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import { isWhole, oncePerScope, parseRows } from "../answer/collected.ts";
import type { Collected, Row } from "../answer/collected.ts";
import {
  findFields,
  findFlag,
  findRows,
  findText,
  findWord,
  knownOr,
  mustCidrAt,
  mustIdAt,
  mustText,
  nameTagOf,
  Rejected,
  rowsAt,
  valueAt,
} from "../answer/fields.ts";
import type { Fields } from "../answer/fields.ts";
import { need } from "../table.ts";
import type { TableReader } from "../table.ts";

export const vpcs: TableReader<"vpcs"> = {
  table: "vpcs",
  needs: [need("ec2 describe-vpcs", "Vpcs")],
  read: (collected) => vpcsOf(collected),
};

export const vpcsOf = oncePerScope((collected) =>
  parseRows(collected, "Vpcs", (row) => toVpc(row, collected)),
);

function toVpc({ fields, origin }: Row, collected: Collected): Vpc {
  const id = mustIdAt<VpcId>(fields, "VpcId");
  const name = nameTagOf(fields);
  return {
    id,
    aliases: name === undefined ? [] : [name],
    scope: collected.scope.id,
    origin,
    cidrs: cidrsOf(fields, id),
    isDefault: findFlag(fields, "IsDefault") ?? false,
    enableDnsSupport: attributeOf(collected, { fields, id, key: "EnableDnsSupport" }),
    enableDnsHostnames: attributeOf(collected, { fields, id, key: "EnableDnsHostnames" }),
    dhcpOptions: knownOr(
      toDhcpOptionsId(findText(fields, "DhcpOptionsId")),
      `DHCP option set of ${id}`,
      `aws ec2 describe-vpcs --vpc-ids ${id}`,
    ),
    encryptionControl: encryptionControlOf(fields, id, collected),
  };
}

function toDhcpOptionsId(text: string | undefined): DhcpOptionsId | "default" | undefined {
  if (text === undefined || text === "") return undefined;
  return text === "default" ? "default" : parseId<DhcpOptionsId>(text);
}

/** Before 2017 a VPC had one block, and answers recorded then have no association set. */
function cidrsOf(fields: Fields, id: VpcId): Vpc["cidrs"] {
  const primary = findText(fields, "CidrBlock");
  const associations = findRows(fields, "CidrBlockAssociationSet");
  if (primary === undefined && associations === undefined) {
    return unknown(`CIDR blocks of ${id}`, `aws ec2 describe-vpcs --vpc-ids ${id}`);
  }
  const ipv4 =
    associations?.map((association) => toVpcCidr(association, "CidrBlock", primary)) ??
    ([{ cidr: mustCidrAt(fields, "CidrBlock"), primary: true, state: "associated" }] satisfies VpcCidr[]);
  const ipv6 = rowsAt(fields, "Ipv6CidrBlockAssociationSet").map((association) =>
    toVpcCidr(association, "Ipv6CidrBlock", undefined),
  );
  return known([...ipv4, ...ipv6]);
}

const cidrStates = [
  "associating",
  "associated",
  "disassociating",
  "disassociated",
  "failing",
  "failed",
] as const satisfies readonly VpcCidr["state"][];

function toVpcCidr(
  association: Fields,
  kind: "CidrBlock" | "Ipv6CidrBlock",
  primary: string | undefined,
): VpcCidr {
  const word = findWord(findFields(association, `${kind}State`) ?? {}, "State");
  const state = cidrStates.find((one) => one === word);
  if (state === undefined)
    throw new Rejected(`${kind}State is "${word ?? ""}", which is no state of a block`);
  const cidr = mustCidrAt(association, kind);
  return { cidr, primary: mustText(association, kind) === primary, state };
}

interface Attribute {
  readonly fields: Fields;
  readonly id: VpcId;
  readonly key: "EnableDnsSupport" | "EnableDnsHostnames";
}

/** `describe-vpcs` does not tell the DNS attributes; some recorders write them into its rows nevertheless. */
function attributeOf(collected: Collected, { fields, id, key }: Attribute): Known<boolean> {
  const asked = attributesOf(collected).get(`${id} ${key}`);
  const attribute = key.charAt(0).toLowerCase() + key.slice(1);
  return knownOr(
    asked ?? attributeValue(fields, key),
    `${attribute} of ${id}`,
    `aws ec2 describe-vpc-attribute --vpc-id ${id} --attribute ${attribute}`,
  );
}

const attributesOf = oncePerScope((collected): ReadonlyMap<string, boolean> => {
  const found = parseRows(collected, "VpcAttributes", ({ fields }) =>
    (["EnableDnsSupport", "EnableDnsHostnames"] as const).map(
      (key) => [`${mustText(fields, "VpcId")} ${key}`, attributeValue(fields, key)] as const,
    ),
  );
  return new Map(
    found.flat().flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
  );
});

function attributeValue(fields: Fields, key: string): boolean | undefined {
  return typeof valueAt(fields, key) === "object"
    ? findFlag(findFields(fields, key) ?? {}, "Value")
    : findFlag(fields, key);
}

/** A VPC without a control has none of its effects; whether there is one tells the VPC's row or the call for controls. */
function encryptionControlOf(fields: Fields, id: VpcId, collected: Collected): Vpc["encryptionControl"] {
  const inRow = findFields(fields, "EncryptionControl");
  const control = inRow === undefined ? controlsOf(collected).get(id) : toEncryptionMode(inRow);
  if (control !== undefined) return known(control);
  if (isWhole(collected, "VpcEncryptionControls")) return known("off");
  return unknown(`encryption control of ${id}`, `aws ec2 describe-vpc-encryption-controls --vpc-ids ${id}`);
}

type EncryptionMode = "off" | "monitor" | "enforce";

const controlsOf = oncePerScope(
  (collected): ReadonlyMap<string, EncryptionMode> =>
    new Map(
      parseRows(collected, "VpcEncryptionControls", ({ fields }) => [
        mustText(fields, "VpcId"),
        toEncryptionMode(fields),
      ]),
    ),
);

/** On the way to `enforce` traffic may already be dropped, so the mode counts from when it was asked for. */
function toEncryptionMode(control: Fields): EncryptionMode {
  const state = findWord(control, "State") ?? "";
  if (/^(deleted|deleting|delete-failed)$/.test(state)) return "off";
  const mode = findWord(control, "Mode");
  if (mode === "monitor" || mode === "enforce") return mode;
  throw new Rejected(`Mode is "${mode ?? ""}", which is no encryption mode`);
}
