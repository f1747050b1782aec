/**
 * AmazonProvidedDNS of every VPC of a network, and the public DNS of the lab's internet.
 *
 * Order inside a VPC: whether the resolver is there at all; names of endpoints themselves, which are public; a forwarding rule
 * or a zone of the VPC, whichever has the longest name, and of equal ones the rule; the public answer. DNS64 comes last.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-overview-forward-vpc-to-network-autodefined-rules.html (read 2026-11-29)
 */
import type { SubnetId, VpcId } from "../../model/entity/entity.ts";
import type { Vpc } from "../../model/entity/vpc.ts";
import { valueOr } from "../../model/known.ts";
import { failure, silent } from "./answer.ts";
import type { Answer, Asked } from "./answer.ts";
import { throughDns64 } from "./dns64.ts";
import { createEndpointNames } from "./endpoint/name.ts";
import { createInstanceNames } from "./instance/name.ts";
import { createLocalZones } from "./local-zone.ts";
import { plainName } from "./name.ts";
import type { Sources } from "./places.ts";
import { createPublicNames } from "./public-answer.ts";
import { createRules } from "./zone/rule.ts";
import { createZones } from "./zone/zone.ts";

interface Query extends Asked {
  readonly vpc: VpcId;
  /** Of the client, for DNS64. */
  readonly subnet?: SubnetId;
}

interface Resolver {
  /** What the resolver of a VPC answers; silence where it is switched off. */
  readonly answer: (query: Query) => Answer;
  /** What a name server of the internet answers. */
  readonly answerPublicly: (asked: Asked) => Answer;
}

/** Good for one network: tables are made of it when they are first asked, and kept. */
export function createResolver(sources: Sources): Resolver {
  const { network } = sources;
  const names = createNames(sources);
  return {
    answer: ({ vpc: id, subnet, name, type }) => {
      const vpc = network.vpcs.get(id);
      if (vpc === undefined || !valueOr(vpc.enableDnsSupport, true)) return silent;
      if (isTransfer(type)) return failure("REFUSED");
      const asked = { name: plainName(name), type };
      const direct = names.answerIn(vpc, asked);
      const dns64 = subnet === undefined ? undefined : network.subnets.get(subnet)?.enableDns64;
      if (type !== "AAAA" || dns64 === undefined || !valueOr(dns64, false)) return direct;
      return throughDns64(direct, () => names.answerIn(vpc, { ...asked, type: "A" }));
    },
    answerPublicly: ({ name, type }) =>
      isTransfer(type)
        ? failure("REFUSED")
        : names.answerPublicly({ name: plainName(name), type }, undefined),
  };
}

const isTransfer = (type: string): boolean => type === "AXFR" || type === "IXFR";

const maxLinks = 8;

function createNames(sources: Sources) {
  const { network } = sources;
  const endpoints = createEndpointNames(sources);
  const instances = createInstanceNames(sources);
  const zones = createZones(network);
  const rules = createRules(network);
  const publicNames = createPublicNames(sources, { endpoints, instances, zones });
  const localZones = createLocalZones(sources, { zones, instances });

  const answerIn = (vpc: Vpc, asked: Asked, links = 0): Answer => {
    const publicly = () => publicNames.answer(asked, vpc);
    if (endpoints.find(asked.name) !== undefined) return publicly();
    const follow = (name: string): Answer =>
      links >= maxLinks ? failure("SERVFAIL") : answerIn(vpc, { ...asked, name }, links + 1);
    const local = localZones.find({ vpc, asked, follow });
    const rule = rules.find(vpc.id, asked.name);
    const isForwarded = rule?.kind === "forward" && rule.domainName.length >= (local?.zoneName.length ?? 0);
    // Nobody stands at the targets of a rule: an answer that never comes is SERVFAIL to the client.
    if (isForwarded) return failure("SERVFAIL");
    return local === undefined ? publicly() : local.answer();
  };
  return { answerIn, answerPublicly: publicNames.answer };
}
