/** The local route: delivery inside the VPC. */
import { intersect, isEmpty, toAddressSet } from "../../model/interval-set.ts";
import { findGap } from "../../model/network.ts";
import { cannotTell, drop } from "../finding.ts";
import { at, spanOf } from "../hop.ts";
import type { Hop, Way } from "../hop.ts";
import { inSeries, withVia } from "../outcome.ts";
import type { Outcome } from "../outcome.ts";
import { deliver } from "./deliver.ts";

export const within: Way = (hop) => {
  const { aim, at: here } = hop;
  if (aim.kind === "interface" && aim.end.vpc === here.vpc) return deliver(hop);
  const outcome = aim.kind === "elsewhere" ? nobodyThere(hop) : inOwnBlocks(hop);
  return withVia(outcome, { kind: "local", id: here.vpc });
};

/** An address of the VPC that no interface of the input has. In a template most addresses are not known yet. */
function nobodyThere(hop: Hop): Outcome {
  const { world, aim, at: here } = hop;
  const { label } = spanOf(aim);
  const place = at("forward", "gateway", "vpc", here.vpc);
  const vpc = world.network.vpcs.get(here.vpc);
  const gap = vpc === undefined ? undefined : findGap(world.network, "networkInterfaces", vpc.scope);
  const isLive = vpc !== undefined && world.network.scopes.get(vpc.scope)?.kind === "account";
  if (gap !== undefined || (!isLive && mayBeIn(hop))) {
    const settledBy = gap?.settledBy ?? "aws ec2 describe-network-interfaces, once the stack exists";
    return inSeries([
      cannotTell(place, `which interface has ${label}`, [
        { fact: `which interface has ${label}`, settledBy },
      ]),
    ]);
  }
  return inSeries([
    drop(place, `no interface of ${here.vpc} has ${label}`, "", {
      code: "NO_POSSIBLE_DESTINATION",
      direction: "ingress",
      message: `no interface of ${here.vpc} has the address ${label}`,
      fix: "check the address",
    }),
  ]);
}

/** Whether any subnet of the VPC, as far as their blocks are known, may hold the address. */
function mayBeIn({ world, aim, at: here }: Hop): boolean {
  const subnets = world.topology.subnetsOf(here.vpc);
  return subnets.some(
    ({ cidrs }) => !cidrs.known || !isEmpty(intersect(toAddressSet(cidrs.value), spanOf(aim).set)),
  );
}

/** A public address, or one of another VPC, that this VPC's own blocks cover: it never leaves. */
function inOwnBlocks({ aim, at: here }: Hop): Outcome {
  const { label } = spanOf(aim);
  return inSeries([
    drop(at("forward", "gateway", "vpc", here.vpc), `${label} lies in the blocks of ${here.vpc}`, "", {
      code: "IGW_DESTINATION_ADDRESS_IN_VPC_CIDRS",
      direction: "egress",
      message: `${label} lies in the address blocks of ${here.vpc}: packets to it stay in the VPC`,
      fix: "use address blocks for the VPC that do not overlap with those it talks to",
    }),
  ]);
}
