/** Needs that the user declares with --needs: they hold for every workload that the plan is about. */
import type { Facts } from "../../facts/index.ts";
import { AppError } from "../../model/app-error.ts";
import type { Sign } from "./sign.ts";
import { internet } from "./workload-need.ts";

/** Throws an AppError, with near names, for a name that no service of AWS has. */
export function parseDeclared(names: readonly string[], facts: Facts): readonly Sign[] {
  return [...new Set(names.map((name) => name.trim().toLowerCase()))].filter(Boolean).map((service) => {
    const known =
      service === internet ||
      facts.findService(service) !== undefined ||
      facts.servicesWithoutEndpoint.some(({ name }) => name === service);
    if (!known) throw unknownService(service, facts.nearServices(service));
    return {
      service,
      host: undefined,
      why: "declared with --needs",
      evidence: "declared",
      origin: "",
      actions: [],
      resources: [],
    };
  });
}

function unknownService(service: string, near: readonly string[]): AppError {
  const hint =
    near.length === 0
      ? "services are written like the end of an endpoint service name: s3, ssm, ecr.api; internet for all else"
      : `did you mean ${near.slice(0, 3).join(", ")}?`;
  return new AppError("NEED_UNKNOWN", `--needs: there is no service ${service}`, hint);
}
