/**
 * What a packet is asked for the wires that it comes by and goes by: one look-up of the wire leads to rules about no other, so
 * that a packet meets few of them however many wires there are.
 */
import type { Family } from "../../../model/address.ts";
import type { VpcEstate } from "../estate.ts";
import { shortName } from "../name.ts";
import { families } from "../next-hop.ts";
import type { Outside } from "../nat.ts";
import { addressesOf } from "../port.ts";
import type { Port } from "../port.ts";
import { aclChainName, askSender } from "./acl.ts";
import { gatesOf } from "./exit.ts";
import { familyTest, familyWord } from "./match.ts";
import type { Side } from "./match.ts";
import { departure, devicesOf } from "./nat.ts";
import { chain, map, quoted } from "./ruleset.ts";
import type { Wired } from "./wired.ts";

const fromChainName = (id: string): string => shortName("f", id);
const toChainName = (id: string): string => shortName("t", id);

/** Whatever is not dropped goes back to where the wires are looked up, or on to `tracked`. */
export function crossings(
  { exits }: VpcEstate,
  wired: readonly Wired[],
  outsides: readonly Outside[],
): readonly string[] {
  const checked = wired.filter(({ port }) => port.isChecked);
  const gates = gatesOf(exits);
  const leadTo = (asked: "from" | "to") =>
    gates
      .filter(({ way }) => way === asked)
      .map(({ exit, way }) => [quoted(exit), `jump ${way}_${exit}`] as const);
  return [
    ...checked.map(({ port }) => chain(fromChainName(port.id), checks(port, "saddr"))),
    ...wired.map((each) => chain(toChainName(each.port.id), arrival(each))),
    ...outsides.map((each) => chain(toChainName(each.wire.near.name), departure(each))),
    ...gates.map(({ exit, way, rules }) => chain(`${way}_${exit}`, rules)),
    map("from", "ifname : verdict", [
      [quoted("meta"), "accept"],
      ...checked.map(({ port, device }) => [device, `jump ${fromChainName(port.id)}`] as const),
      ...devicesOf(outsides).map((device) => [device, "jump from_nat"] as const),
      ...leadTo("from"),
    ]),
    map("to", "ifname : verdict", [
      ...wired.map(({ port, device }) => [device, `jump ${toChainName(port.id)}`] as const),
      ...outsides.map(({ wire: { near } }) => [quoted(near.name), `jump ${toChainName(near.name)}`] as const),
      ...leadTo("to"),
    ]),
  ];
}

/** The ACLs are asked between subnets alone. */
function arrival({ port, segment }: Wired): readonly string[] {
  const own = port.isChecked ? checks(port, "daddr") : [];
  if (segment === undefined) return own;
  const { mark, acl } = segment;
  return [
    ...own,
    `meta mark ${mark} goto tracked`,
    askSender,
    ...(acl === undefined ? [] : [`jump ${aclChainName(acl.id, "ingress")}`]),
    "goto tracked",
  ];
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html#EIP_Disable_SrcDestCheck (read 2026-11-29) */
const checks = (port: Port, side: Side): readonly string[] =>
  families.map((family) => `${isOther(port, family, side)} counter drop comment "source/destination check"`);

function isOther(port: Port, family: Family, side: Side): string {
  const own = addressesOf(port, family);
  return own.length === 0 ? familyTest[family] : `${familyWord[family]} ${side} != { ${own.join(", ")} }`;
}
