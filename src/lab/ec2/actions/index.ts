/** Every action that the lab answers, by its name. */
import { accountActions } from "./account/index.ts";
import type { Action, Actions } from "./context.ts";
import { endpointActions } from "./endpoint/index.ts";
import { firewallActions } from "./firewall/index.ts";
import { gatewayActions } from "./gateway/index.ts";
import { imageActions } from "./image/index.ts";
import { instanceActions } from "./instance/index.ts";
import { interfaceActions } from "./interface/index.ts";
import { launchTemplateActions } from "./launch-template/index.ts";
import { peeringActions } from "./peering/index.ts";
import { prefixListActions } from "./prefix-list/index.ts";
import { routeActions } from "./route/index.ts";
import { subnetActions } from "./subnet/index.ts";
import { tagActions } from "./tag/index.ts";
import { volumeActions } from "./volume/index.ts";
import { vpcActions } from "./vpc/index.ts";

const families: readonly Actions[] = [
  accountActions,
  vpcActions,
  subnetActions,
  routeActions,
  gatewayActions,
  firewallActions,
  interfaceActions,
  endpointActions,
  prefixListActions,
  peeringActions,
  imageActions,
  instanceActions,
  launchTemplateActions,
  volumeActions,
  tagActions,
];

export const actions: ReadonlyMap<string, Action> = new Map(
  families.flatMap((family) => Object.entries(family)),
);
