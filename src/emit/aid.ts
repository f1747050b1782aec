/** What writing a change takes beside the change itself: the network that it is for, and facts that emit may not look up. */
import type { Network } from "../model/network.ts";
import type { InputResource } from "../model/source.ts";

export interface Aid {
  readonly network: Network;
  readonly resources: readonly InputResource[];
  /** The id that AWS gave a prefix list, of the id in the network; undefined where nobody recorded it. */
  readonly realPrefixList: (id: string) => string | undefined;
}
