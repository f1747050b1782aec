/** Needs that the user declares with --needs: they hold for every workload that the plan is about. */
import type { Facts } from "../../facts/index.ts";
import { AppError } from "../../model/app-error.ts";
import type { Sign } from "./sign.ts";
import { internet } from "./workload-need.ts";

/**
 * Throws an AppError, with near names, for a name that no service of AWS has.
 *
 * Whoever declares a service whose clients fetch from S3 (image layers of ECR, packages, revisions) needs S3 with it, or
 * all would be called safe but the payload.
 */
export function parseDeclared(names: readonly string[], facts: Facts): readonly Sign[] {
  const services = [...new Set(names.map((name) => name.trim().toLowerCase()))].filter(Boolean);
  const declared = services.map((service) => toDeclared(service, facts));
  const companions = services.flatMap((service) =>
    (facts.findService(service)?.companions ?? [])
      .filter((companion) => facts.gatewayServices.includes(companion) && !services.includes(companion))
      .map((companion): Sign => ({
        ...bare,
        service: companion,
        why: `clients of ${service} fetch from it`,
        evidence: "inferred",
      })),
  );
  return [...declared, ...companions];
}

const bare = {
  host: undefined,
  region: undefined,
  origin: "",
  trigger: undefined,
  actions: [],
  resources: [],
} as const;

function toDeclared(service: string, facts: Facts): Sign {
  const known =
    service === internet ||
    facts.findService(service) !== undefined ||
    facts.servicesWithoutEndpoint.some(({ name }) => name === service);
  if (!known) throw unknownService(service, facts.nearServices(service));
  return { ...bare, service, why: "declared with --needs", evidence: "declared" };
}

function unknownService(service: string, near: readonly string[]): AppError {
  const hint =
    near.length === 0
      ? "services are written like the end of an endpoint service name: s3, ssm, ecr.api; internet for all else"
      : `did you mean ${near.slice(0, 3).join(", ")}?`;
  return new AppError("NEED_UNKNOWN", `--needs: there is no service ${service}`, hint);
}
