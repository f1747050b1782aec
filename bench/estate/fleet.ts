/** The instances of a VPC: applications of about five, each with a group of its own beside the shared ones. */
import { mustAddress } from "../../src/model/address.ts";
import type { NetworkInterfaceId, SecurityGroupId, WorkloadId } from "../../src/model/entity/entity.ts";
import type { NetworkInterface } from "../../src/model/entity/network-interface.ts";
import type { Workload } from "../../src/model/entity/workload.ts";
import { known } from "../../src/model/known.ts";
import { securityGroup } from "./firewall.ts";
import type { Random } from "./random.ts";
import { awsId, entity } from "./row.ts";
import type { Rows } from "./row.ts";
import { interfaceIn } from "./site.ts";
import type { Site } from "./site.ts";

const sharedGroupCount = 12;
const instancesPerApplication = 5;

export function fleetRows(random: Random, site: Site, count: number): Rows {
  const applications = Math.ceil(count / instancesPerApplication);
  const groups = Array.from({ length: sharedGroupCount + applications }, (_, index) =>
    awsId<SecurityGroupId>("sg", site.number, index),
  );
  const placed = Array.from({ length: count }, (_, index) => {
    const application = Math.floor(index / instancesPerApplication);
    const own = [groups[application % sharedGroupCount], groups[sharedGroupCount + application]];
    return place(random, site, { index, groups: own.filter((group) => group !== undefined) });
  });
  return {
    securityGroups: groups.map((id, index) => {
      const groupName =
        index < sharedGroupCount ? `shared-${index}` : `application-${index - sharedGroupCount}`;
      return securityGroup(random, {
        id,
        vpc: site.vpc,
        groupName,
        neighbours: groups,
        vpcBlock: site.block,
      });
    }),
    networkInterfaces: placed,
    workloads: placed.map(toInstance),
  };
}

interface Placement {
  readonly index: number;
  readonly groups: readonly SecurityGroupId[];
}

/** One in ten runs Windows; zones take turns, as an Auto Scaling group fills them. */
function place(random: Random, site: Site, { index, groups }: Placement): NetworkInterface {
  const zone = index % site.privateSubnets.length;
  const home = site.privateSubnets[zone];
  if (home === undefined) throw new Error("a site without private subnets");
  const host = Math.floor(index / site.privateSubnets.length) + 20;
  const address = mustAddress(
    `10.${site.number}.${16 + zone * 16 + Math.floor(host / 200)}.${20 + (host % 200)}`,
  );
  return {
    ...interfaceIn(site, home, awsId<NetworkInterfaceId>("eni", site.number, index), address),
    groups: known(groups),
    client: random.chance(0.1) ? "windows" : "linux",
    owner: awsId<WorkloadId>("i", site.number, index),
  };
}

function toInstance({ id, owner, client }: NetworkInterface): Workload {
  return {
    ...entity(owner as WorkloadId, "DescribeInstances"),
    kind: "instance",
    networkInterfaces: [id],
    roles: known([]),
    platform: client === "windows" ? "windows" : "linux",
    state: "running",
    clues: [],
  };
}
