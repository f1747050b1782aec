/** All tables of this room, checked, with the facts that they rest on. */
import type { HostFacts } from "../host/index.ts";
import type { OutsideHostFacts } from "../outside.ts";
import type { RegionFacts } from "../region.ts";
import type { ServiceFacts } from "../service/index.ts";
import { parseActions } from "./action.ts";
import { parseFamilies } from "./image-family.ts";
import { parseImages } from "./image.ts";
import { internet } from "./need.ts";
import { parseManagedPolicies, parsePolicyTemplates } from "./policy.ts";
import { parseNeeds } from "./table.ts";

export interface NeedTexts {
  readonly needs: string;
  readonly actions: string;
  readonly policies: string;
  readonly policyTemplates: string;
  readonly images: string;
  readonly families: string;
}

export interface NeedSources {
  readonly services: ServiceFacts;
  readonly hosts: HostFacts;
  readonly outside: Pick<OutsideHostFacts, "isListedOutside">;
  readonly regions: RegionFacts;
}

export type Knowledge = ReturnType<typeof parseKnowledge>;

export function parseKnowledge(texts: NeedTexts, sources: NeedSources) {
  const { services, regions } = sources;
  const endpointless = new Set(services.servicesWithoutEndpoint.map(({ name }) => name));
  const isService = (token: string) => services.findService(token) !== undefined || endpointless.has(token);
  return {
    ...sources,
    needs: parseNeeds(texts.needs, (token) => token === internet || isService(token)),
    actions: parseActions(texts.actions, isService),
    policies: parseManagedPolicies(texts.policies, isService),
    policyTemplates: parsePolicyTemplates(texts.policyTemplates),
    images: parseImages(texts.images, regions),
    families: parseFamilies(texts.families),
  };
}
