/**
 * A network without what it only has more than the one before it: rules that admit more, and endpoints that nobody's name leads to
 * yet. An allow more takes nothing away from anybody, and nor does somebody new at an address, so that whatever is lost on the
 * way from one network to the other is lost on the way to this one too; and it has less that differs.
 */
import type { AclEntry, GroupRule, NetworkAcl, SecurityGroup } from "../../../model/entity/firewall.ts";
import type { VpcEndpoint } from "../../../model/entity/vpc-endpoint.ts";
import { valueOr } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import type { Network } from "../../../model/network.ts";
import { isAlike } from "../changed/alike.ts";

/** The network after itself where it has nothing more. */
export function weakened(before: Network, after: Network): Network {
  const idle = new Set<string>();
  for (const endpoint of after.vpcEndpoints.values())
    if (!before.vpcEndpoints.has(endpoint.id) && isIdle(endpoint)) idle.add(endpoint.id);
  const vpcEndpoints = without(after.vpcEndpoints, ({ id }) => idle.has(id));
  const networkInterfaces = without(
    after.networkInterfaces,
    ({ id, owner }) => idle.has(owner) && !before.networkInterfaces.has(id),
  );
  const used = new Set<string>(
    [...vpcEndpoints.values(), ...networkInterfaces.values()].flatMap(({ groups }) => valueOr(groups, [])),
  );
  const lesser = lessOf(before.securityGroups, after.securityGroups, groupLess);
  const securityGroups = without(lesser, ({ id }) => !before.securityGroups.has(id) && !used.has(id));
  const networkAcls = lessOf(before.networkAcls, after.networkAcls, aclLess);
  const isAsIs =
    vpcEndpoints === after.vpcEndpoints &&
    networkInterfaces === after.networkInterfaces &&
    securityGroups === after.securityGroups &&
    networkAcls === after.networkAcls;
  return isAsIs ? after : { ...after, vpcEndpoints, networkInterfaces, securityGroups, networkAcls };
}

/** Whose own names are the only ones that lead to it. */
const isIdle = ({ type, privateDnsEnabled }: VpcEndpoint): boolean =>
  type === "interface" && privateDnsEnabled.known && !privateDnsEnabled.value;

function without<Id, Row>(
  table: ReadonlyMap<Id, Row>,
  isLeftOut: (row: Row) => boolean,
): ReadonlyMap<Id, Row> {
  const rows = [...table];
  return rows.some(([, row]) => isLeftOut(row)) ? new Map(rows.filter(([, row]) => !isLeftOut(row))) : table;
}

/** Rows of the network after, each as it was before where it has only more. */
function lessOf<Id, Row>(
  before: ReadonlyMap<Id, Row>,
  after: ReadonlyMap<Id, Row>,
  less: (was: Row, is: Row) => Row,
): ReadonlyMap<Id, Row> {
  if (before === after) return after;
  const rows = [...after].map(([id, row]): readonly [Id, Row] => {
    const was = before.get(id);
    return [id, was === undefined || isAlike(was, row) ? row : less(was, row)];
  });
  return rows.some(([id, row]) => row !== after.get(id)) ? new Map(rows) : after;
}

function groupLess(was: SecurityGroup, is: SecurityGroup): SecurityGroup {
  const isSame = isAlike({ ...was, ingress: 0, egress: 0 }, { ...is, ingress: 0, egress: 0 });
  const isMore = hasMore(was.ingress, is.ingress, isPlainRule) && hasMore(was.egress, is.egress, isPlainRule);
  return isSame && isMore ? was : is;
}

function aclLess(was: NetworkAcl, is: NetworkAcl): NetworkAcl {
  const isSame = isAlike({ ...was, entries: 0 }, { ...is, entries: 0 });
  return isSame && hasMore(was.entries, is.entries, isPlainAllow) ? was : is;
}

/** What is not known to admit leaves in doubt what was known before. */
const isPlainRule = ({ traffic, peer }: GroupRule): boolean => traffic.known && peer.known;
const isPlainAllow = ({ action, traffic, cidr }: AclEntry): boolean =>
  action === "allow" && traffic.known && cidr.known;

function hasMore<Item>(
  was: Known<readonly Item[]>,
  is: Known<readonly Item[]>,
  isPlain: (item: Item) => boolean,
): boolean {
  if (!was.known || !is.known) return isAlike(was, is);
  const added = [...is.value];
  for (const item of was.value) {
    const index = added.findIndex((other) => isAlike(item, other));
    if (index < 0) return false;
    added.splice(index, 1);
  }
  return added.every(isPlain);
}
