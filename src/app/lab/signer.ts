/**
 * Whose keys a rehearsed request is signed with: those of the workload's role, so that a policy which names principals judges
 * the one that will ask; the account owner's where there is none, or it is not known which.
 */
import { parseId } from "../../model/entity/entity.ts";
import type { NetworkInterfaceId, RoleId } from "../../model/entity/entity.ts";
import type { NetworkInterface } from "../../model/entity/network-interface.ts";
import type { Network } from "../../model/network.ts";
import type { SignedAs } from "../../report/index.ts";
import type { Keys } from "../../lab/probe/visit.ts";
import { sessionOf } from "./role-session.ts";
import type { SessionAsk } from "./role-session.ts";

export interface Signer {
  readonly as: SignedAs;
  readonly keys: Keys;
}

export function signerOf(
  network: Network,
  from: string,
  { owner, ...ask }: SessionAsk & { readonly owner: Keys },
): Signer {
  const row = network.networkInterfaces.get(parseId<NetworkInterfaceId>(from));
  const as = signedAs(network, row);
  if (as.kind === "owner" || row === undefined) return { as, keys: owner };
  return { as, keys: sessionOf(network, as.role, { row, ask }) };
}

type Owner = Extract<SignedAs, { readonly kind: "owner" }>;
const ownerBecause = (why: Owner["why"]): Owner => ({ kind: "owner", why });

/**
 * A role of which nobody told what it may do signs all the same: the policies of endpoints are asked about its name, and what
 * its own policies say counts for nothing in a rehearsal.
 */
function signedAs(
  network: Network,
  row: NetworkInterface | undefined,
): Owner | (Extract<SignedAs, { readonly kind: "role" }> & { readonly role: RoleId }) {
  const roles = row && network.workloads.get(parseId(row.owner))?.roles;
  if (roles?.known !== true) return ownerBecause("role-unknown");
  const [role, ...others] = roles.value;
  if (role === undefined) return ownerBecause("no-role");
  if (others.length > 0) return ownerBecause("role-unknown");
  const { managedPolicies, documents } = network.roles.get(role) ?? {};
  const policiesKnown = managedPolicies?.known === true && documents?.known === true;
  return { kind: "role", role, policiesKnown };
}
