/**
 * What stands in an account and in no code, taken into the code by `import` blocks before a phase changes it: the block says what AWS
 * tells of the thing, so that the import changes nothing, and the change is an edit of that text like any other.
 * https://developer.hashicorp.com/terraform/language/import (Terraform 1.5, read 2026-11-29)
 */
import type { HclSource, InputResource } from "../../../../model/source.ts";
import type { RouteTableId, VpcId } from "../../../../model/entity/entity.ts";
import { valueOr } from "../../../../model/known.ts";
import type { Known } from "../../../../model/known.ts";
import type { Action, ActionOf, Phase } from "../../../change/action.ts";
import { snake } from "../../../naming.ts";
import { attributes, printHcl, text, traversal } from "../../../tree/hcl.ts";
import type { HclExpression, HclItem } from "../../../tree/hcl.ts";
import type { AdoptedText } from "../../phase-text.ts";
import { newAddress } from "../name.ts";
import type { Naming } from "../name.ts";
import { resource } from "../resource.ts";
import { addressBlock, endpointBlock, natBlock, rowsIn, stackOf, tagsIn, textIn, vpcBlock } from "./block.ts";
import type { Block, Fields } from "./block.ts";

export interface Standing {
  /** The row of the API that tells of it; undefined where no answer of the input does. */
  readonly rowOf: (id: string) => Fields | undefined;
  /** Looks through a text as through those of the user. */
  readonly locate: (file: { readonly path: string; readonly text: string }) => HclSource;
}

export interface Adopted {
  readonly row: InputResource;
  readonly importId: string;
  readonly block: HclItem;
}

export interface Adoption {
  readonly all: readonly Adopted[];
  readonly refusals: readonly string[];
  readonly notes: readonly string[];
}

/** Files of a phase that take things in. */
export function adoptedText(
  { slug }: Phase,
  all: readonly Adopted[],
  nameOf: (base: string) => string,
): AdoptedText {
  return {
    standing: { file: nameOf(`denat-${slug}-standing`), text: printHcl(all.map(({ block }) => block)) },
    imports: {
      file: nameOf(`denat-${slug}-import`),
      text: printHcl(
        all.map(({ row, importId }) => ({
          kind: "block",
          type: "import",
          labels: [],
          items: attributes({ to: traversal(row.name), id: text(importId) }),
        })),
      ),
    },
    addresses: all.map(({ row }) => row.name),
  };
}

/** All that a phase changes and nothing of the input's code makes. */
export function adopt({ actions }: Phase, naming: Naming, { rowOf }: Standing): Adoption {
  const all: Adopted[] = [];
  const refusals: string[] = [];
  const notes: string[] = [];
  const has = (id: string) =>
    naming.input.resources.some((one) => one.id === id) || all.some(({ row }) => row.id === id);
  const take = (
    id: string,
    type: string,
    fields: Fields,
    block: Block,
    more: Partial<InputResource> = {},
  ) => {
    if ("why" in block) {
      refusals.push(`${id} cannot be imported: ${block.why}`);
      return;
    }
    const wanted = snake(tagsIn(fields)?.get("Name") ?? "") || snake(id);
    const address = newAddress(id, type, /^[a-z]/i.test(wanted) ? wanted : `x_${wanted}`, naming);
    const row = {
      id,
      name: address,
      type: kinds[type] ?? type,
      file: "",
      refersTo: [],
      tags: new Map(),
      ...more,
    };
    all.push({ row, importId: id, block: resource(address, block.items) });
    const stack = stackOf(fields);
    if (stack !== undefined)
      notes.push(
        `${id} is of the CloudFormation stack ${stack}, which would put it back: change that template instead.`,
      );
  };
  const takeNat = (id: string): void => {
    const fields = rowOf(id);
    if (has(id) || fields === undefined) return;
    const [first] = rowsIn(fields, "NatGatewayAddresses");
    const allocation = first && textIn(first, "AllocationId");
    const block = natBlock(fields, allocation === undefined ? undefined : text(allocation));
    if ("why" in block || allocation === undefined) {
      take(id, "aws_nat_gateway", fields, block);
      return;
    }
    const address = rowOf(allocation) ?? {};
    if (!has(allocation)) take(allocation, "aws_eip", address, addressBlock(address));
    const named = natBlock(fields, traversal(`${naming.added.get(allocation)}.id`));
    take(id, "aws_nat_gateway", fields, named, { refersTo: [{ property: "AllocationId", id: allocation }] });
  };
  for (const action of actions) {
    const subject = subjectOf(action);
    const fields =
      subject === undefined || naming.added.has(subject) || has(subject) ? undefined : rowOf(subject);
    if (action.kind === "delete-nat") takeNat(action.nat);
    else if (action.kind === "delete-route") {
      if (isWritten(action, naming) || rowOf(action.table) === undefined) continue;
      takeNat(action.nat);
      const route = routeOf(action, naming);
      if (route !== undefined) all.push(route);
    } else if (subject !== undefined && fields !== undefined) {
      const isVpc = action.kind === "enable-vpc-dns";
      const block = isVpc ? vpcBlock(fields, dnsOf(action.vpc, naming)) : endpointBlock(fields);
      take(subject, isVpc ? "aws_vpc" : "aws_vpc_endpoint", fields, block);
    }
  }
  return { all, refusals, notes };
}

const kinds: Readonly<Record<string, string>> = {
  aws_vpc: "AWS::EC2::VPC",
  aws_vpc_endpoint: "AWS::EC2::VPCEndpoint",
  aws_nat_gateway: "AWS::EC2::NatGateway",
  aws_eip: "AWS::EC2::EIP",
};

/** Associations, rules and entries are new and stand beside; these are changed. */
function subjectOf(action: Action): string | undefined {
  if (action.kind === "enable-private-dns") return action.endpoint;
  return action.kind === "enable-vpc-dns" ? action.vpc : undefined;
}

function dnsOf(id: VpcId, { aid }: Naming) {
  const vpc = aid.network.vpcs.get(id);
  const told = (value: Known<boolean> | undefined) => (value?.known === true ? value.value : undefined);
  return { support: told(vpc?.enableDnsSupport), hostnames: told(vpc?.enableDnsHostnames) };
}

type Deleting = ActionOf<"delete-route">;

function isWritten({ table, nat }: Deleting, { input }: Naming): boolean {
  return input.resources.some(
    ({ type, refersTo }) =>
      type === "AWS::EC2::Route" &&
      refersTo.some(({ id }) => id === table) &&
      refersTo.some(({ id }) => id === nat),
  );
}

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route#import (read 2026-11-29) */
function routeOf({ table, destination, nat }: Deleting, naming: Naming): Adopted | undefined {
  const to = destination.kind === "prefix-list" ? destination.id : destination.cidr.text;
  const target = targetOf(table, to, naming);
  if (target === undefined) return undefined;
  const key = `route ${table} ${to}`;
  const address = newAddress(
    key,
    "aws_route",
    `${snake(table)}_${isDefault(to) ? "default" : snake(to)}`,
    naming,
  );
  const gateway = naming.added.get(nat);
  const named: HclExpression = gateway === undefined ? text(nat) : traversal(`${gateway}.id`);
  const items = attributes({
    route_table_id: text(table),
    [destination.kind === "prefix-list"
      ? "destination_prefix_list_id"
      : destination.cidr.family === 6
        ? "destination_ipv6_cidr_block"
        : "destination_cidr_block"]: text(to),
    nat_gateway_id: target === nat ? named : undefined,
    network_interface_id: target === nat ? undefined : text(target),
  });
  return {
    importId: `${table}_${to}`,
    block: resource(address, items),
    row: {
      id: key,
      name: address,
      type: "AWS::EC2::Route",
      file: "",
      refersTo: [
        { property: "RouteTableId", id: table },
        { property: target === nat ? "NatGatewayId" : "NetworkInterfaceId", id: target },
      ],
      tags: new Map(),
    },
  };
}

const isDefault = (to: string) => to === "0.0.0.0/0";

/** The gateway, or the interface of a NAT instance. */
function targetOf(table: RouteTableId, to: string, { aid }: Naming): string | undefined {
  const routes = aid.network.routeTables.get(table)?.routes;
  const route = valueOr(routes ?? { known: false, fact: "", settledBy: "" }, []).find(
    ({ destination }) =>
      destination.known &&
      (destination.value.kind === "prefix-list" ? destination.value.id : destination.value.cidr.text) === to,
  );
  return route?.target.known === true ? route.target.value.id : undefined;
}
