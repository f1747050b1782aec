/** What a NAT lets pass, and under which addresses it sends it on. */
import type { NetworkAcl } from "../../../model/entity/firewall.ts";
import { aclChain, aclChainName, passesIpv4 } from "./acl.ts";
import { chain } from "./ruleset.ts";

/** A device that packets leave by, and under which address. */
export interface Outlet {
  readonly device: string;
  readonly address: string;
  /** Packets that have it already stay as they are. */
  readonly own: readonly string[];
}

/** Who takes part is decided by the first packet; one of a connection long forgotten is answered with a reset. */
export function translation(outlets: readonly Outlet[], before: readonly string[] = []): readonly string[] {
  return [
    chain("post", [
      "type nat hook postrouting priority srcnat; policy accept;",
      ...outlets.map(
        ({ device, own, address }) =>
          `oifname "${device}" ip saddr != { ${own.join(", ")} } snat ip to ${address}`,
      ),
    ]),
    chain("forward", [
      "type filter hook forward priority filter; policy drop;",
      ...before,
      "ct state established,related accept",
      "meta l4proto tcp ct state invalid reject with tcp reset",
      "tcp flags & (fin | syn | rst | ack) == syn accept",
      "meta l4proto udp accept",
      "icmp type echo-request accept",
    ]),
  ];
}

/** A gateway is no destination itself. `outside`: its wire to the internet, on which the ACL of its subnet is asked. */
export function gatewayTranslation(
  outlets: readonly Outlet[],
  outside: { readonly device: string; readonly acl: NetworkAcl | undefined } | undefined,
): readonly string[] {
  const asked = (direction: "egress" | "ingress") => {
    const acl = outside?.acl;
    return acl === undefined || passesIpv4(acl, direction) ? [] : [acl];
  };
  const [egress, ingress] = [asked("egress"), asked("ingress")];
  const device = outside?.device ?? "";
  return [
    ...egress.map((acl) => aclChain(acl, "egress")),
    ...ingress.map((acl) => aclChain(acl, "ingress")),
    ...translation(
      outlets,
      egress.map(({ id }) => `oifname "${device}" jump ${aclChainName(id, "egress")}`),
    ),
    // What comes in is to the gateway's own port here, and further on to the client's.
    ...ingress.map(({ id }) =>
      chain("enter", [
        "type filter hook prerouting priority raw; policy accept;",
        `iifname "${device}" jump ${aclChainName(id, "ingress")}`,
      ]),
    ),
    chain("input", ["type filter hook input priority filter; policy drop;"]),
  ];
}
