/** Why a service that is needed cannot be had as an endpoint here. */
import type { PlanBlocker } from "../plan.ts";
import type { Demand } from "./demand.ts";
import type { Wish } from "./proposal.ts";

type Reason = Pick<PlanBlocker, "code" | "message" | "fix">;

export function noEndpoint({ service, because }: Pick<Demand, "service" | "because">): Reason {
  return {
    code: "SERVICE_HAS_NO_ENDPOINT",
    message: `no VPC endpoint service is known for ${service} (${because.join("; ")})`,
    fix: `keep a NAT for these workloads, or have them work without ${service}`,
  };
}

export function notInRegion({ demand, region }: Wish, serviceName: string): Reason {
  return {
    code: "SERVICE_NOT_IN_REGION",
    message: `${region} does not list ${serviceName} among its endpoint services, and ${demand.service} is needed (${demand.because.join("; ")})`,
    fix: "keep a NAT for these workloads",
  };
}

export function noPrivateDns({ demand, vpc }: Wish): Reason {
  return {
    code: "SERVICE_HAS_NO_PRIVATE_DNS",
    message: `an interface endpoint of ${demand.service} has no private DNS: clients that dial the service's own name would not use it`,
    fix: `add the endpoint and have its clients dial the endpoint's own name, or add a private hosted zone to ${vpc.id} that points the service's name at the endpoint`,
  };
}

export function nameTaken({ demand, vpc }: Wish, owner: string): Reason {
  return {
    code: "VPCE_PRIVATE_DNS_CONFLICT",
    message: `${owner} already owns the private name of ${demand.service} in ${vpc.id}, and AWS refuses a second owner`,
    fix: `have ${owner} answer for ${demand.service} to these workloads, or remove it and add an endpoint`,
  };
}

export function noZone({ demand }: Wish, zones: readonly string[]): Reason {
  return {
    code: "VPCE_SERVICE_NOT_INSTALLED_IN_AZ",
    message: `${demand.service} is offered in ${zones.join(", ")} only, and the VPC has no subnet there`,
    fix: `add a subnet in ${zones[0] ?? "one of these zones"} for the endpoint`,
  };
}

export function capturesPublicApis({ vpc }: Wish): Reason {
  return {
    code: "SERVICE_CAPTURES_PUBLIC_APIS",
    message: `private DNS of an execute-api endpoint captures every API Gateway name of the Region in ${vpc.id}: public APIs answer 403 through it`,
    fix: "give the public APIs that are called from here custom domain names, or leave private DNS off and call private APIs by the endpoint's name",
  };
}
