/** Networks that lack one thing or another, and what the fabric says of it. */
import { compileFabric } from "../../../../src/lab/fabric/compile.ts";
import { mustAddress } from "../../../../src/model/address.ts";
import { parseId } from "../../../../src/model/entity/entity.ts";
import { known, unknown } from "../../../../src/model/known.ts";
import type { Network } from "../../../../src/model/network.ts";
import { facts } from "../../../reach/ask.ts";
import {
  acl,
  base,
  group,
  interfaceEndpoint,
  natGateway,
  networkInterface,
  scope,
  table,
  withEndpoints,
  withRows,
} from "../../../reach/estate.ts";

export const missing = unknown("it", "look");
export const local = "10.0.0.0/16 local";

export const namesOf = (network: Network): readonly string[] =>
  compileFabric(network, { facts, publicAddressOf: () => mustAddress("18.0.0.1"), alive: [] }).notBuilt.map(
    ({ component: { kind, id }, why }) => `${kind} ${id}: ${why}`,
  );

export const privateTable = (...routes: readonly string[]) =>
  table("rtb-private", "vpc-1", [local, ...routes], { subnets: ["subnet-a", "subnet-b"] });
export const routed = (...routes: readonly string[]) =>
  withRows(base, { routeTables: [privateTable(...routes)] });
export const eniA = (changes: object) =>
  withRows(base, {
    networkInterfaces: [
      networkInterface(
        "eni-a",
        { vpc: "vpc-1", subnet: "subnet-a", addresses: "10.0.1.10", groups: ["sg-client"] },
        changes,
      ),
    ],
  });
export const peering = (changes: object) =>
  withRows(base, {
    peerings: [
      {
        id: parseId("pcx-1"),
        aliases: [],
        scope,
        origin: { file: "estate" },
        status: "active",
        requester: { vpc: known(parseId("vpc-1")), cidrs: known([]), region: "", account: "" },
        accepter: { vpc: known(parseId("vpc-2")), cidrs: known([]), region: "", account: "" },
        ...changes,
      },
    ],
    routeTables: [privateTable("10.1.0.0/16 pcx-1")],
  });
export const nat = (changes: object) => {
  const row = natGateway("nat-1", "vpc-1", "subnet-public", "10.0.0.5");
  return withRows(base, { natGateways: [{ ...row, ...changes }] });
};
export const endpoint = (changes: object) =>
  withRows(withEndpoints(base, "ssm"), { vpcEndpoints: [interfaceEndpoint("ssm", changes)] });
export const groupOf = (changes: object) =>
  withRows(base, { securityGroups: [{ ...group("sg-client", "vpc-1", {}), ...changes }] });
export const aclOf = (changes: object) =>
  withRows(base, { networkAcls: [{ ...acl("acl-1", "vpc-1", [], { isDefault: true }), ...changes }] });
export const publicAccess = (mode: object) => {
  const [row] = base.blockPublicAccess.values();
  return withRows(base, { blockPublicAccess: row === undefined ? [] : [{ ...row, mode: mode as never }] });
};
export const appliance = (target: string, changes: object) =>
  withRows(eniA(changes), { routeTables: [privateTable(`0.0.0.0/0 ${target}`)] });
export const first = (rows: unknown): object =>
  (rows as { readonly value: readonly object[] }).value[0] ?? {};
export const rule = first(group("sg", "vpc-1", { ingress: ["tcp 443 0.0.0.0/0"] }).ingress);
export const entry = first(acl("acl", "vpc-1", ["100 in allow all 0.0.0.0/0"]).entries);
export const route = (changes: object) =>
  withRows(base, {
    routeTables: [
      {
        ...privateTable(),
        routes: known([
          {
            destination: known({ kind: "prefix-list", id: parseId("pl-1") }),
            target: known({ kind: "nat-gateway", id: "nat-1" }),
            state: "active",
            via: "static",
            origin: { file: "estate" },
            ...changes,
          },
        ]),
      },
    ],
  });
