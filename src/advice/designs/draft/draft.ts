/** A candidate before it is walked: the ways and endpoints of each site, and what else is done to the network. */
import type { VpcEndpointId } from "../../../model/entity/entity.ts";
import type { Network } from "../../../model/network.ts";
import type { DesignName } from "../answer.ts";
import type { Chosen } from "../search/choose.ts";
import type { Hub } from "../arrange/hub.ts";

export interface Draft {
  readonly name: DesignName;
  readonly title: string;
  /** One for each site that has NATs. */
  readonly chosen: readonly Chosen[];
  /** Whether the free gateway endpoints are added. */
  readonly isGated: boolean;
  /** Beyond NATs and endpoints. */
  readonly also?: (network: Network) => Network;
  readonly alsoChanges?: readonly string[];
  readonly removed?: ReadonlySet<VpcEndpointId>;
  readonly hub?: Hub;
  readonly risks: readonly string[];
}
