/** What is done inside a namespace, on machines other than this one: the kernel's settings there are files that the test lays out. */
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { enclosureFlags } from "../../../src/lab/enclosure/start.ts";
import { insideScript } from "../../../src/lab/fabric/script.ts";
import { changeTo, nothing } from "../../../src/lab/fabric/change.ts";
import type { InsideChange } from "../../../src/lab/fabric/change.ts";
import { known } from "../../../src/model/known.ts";
import { compile } from "../../agreement/inner/fabric.ts";
import { whyNoEnclosure } from "../../no-enclosure.ts";
import { base, gatewayEndpoint, natGateway, networkInterface, withRows } from "../../reach/estate.ts";

const network = withRows(base, {
  natGateways: [natGateway("nat-1", "vpc-1", "subnet-public", "10.0.0.5")],
  networkInterfaces: [
    networkInterface(
      "eni-nat",
      { vpc: "vpc-1", subnet: "subnet-public", addresses: "10.0.0.20", groups: ["sg-client"] },
      { hasPublicIpv4: known(true), sourceDestCheck: known(false) },
    ),
  ],
  vpcEndpoints: [gatewayEndpoint("s3", ["rtb-private"])],
});
const plan = compile(network);
const changes = changeTo(nothing, plan).inside;
const kindOf = ({ namespace }: InsideChange) => plan.namespaces.get(namespace)?.kind;

const devices = ["all", "default", "lo", "eth0", "x-1"];

/**
 * A machine that filters by the way back, on every device, and that has not loaded what tracks connections: that comes with the
 * first rule. Programs that would change the real one only take their input.
 */
const machine = `
mount -t tmpfs tmpfs /proc/sys
cd /proc/sys
for device in ${devices.join(" ")}; do
  mkdir -p net/ipv4/conf/$device net/ipv6/conf/$device
  for file in rp_filter send_redirects accept_local; do echo 1 > net/ipv4/conf/$device/$file; done
  echo 0 > net/ipv6/conf/$device/forwarding
done
echo 0 > net/ipv4/ip_forward; echo 1 > net/ipv4/ip_early_demux
mkdir bin
printf '#!/bin/sh\\ncat > /dev/null\\n' > bin/ip
printf '#!/bin/sh\\ncat > /dev/null\\nmkdir -p /proc/sys/net/netfilter\\n' > bin/nft
chmod +x bin/ip bin/nft
PATH=/proc/sys/bin:$PATH
`;

/** What the files say afterwards, by path. */
function settingsAfter(change: InsideChange): ReadonlyMap<string, string> {
  const script = `${machine}\n${insideScript(change)}\ngrep -r . net`;
  const args = [...enclosureFlags(), "sh", "-e"];
  const { status, stdout, stderr } = spawnSync("unshare", args, { input: script, encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
  return new Map(
    stdout
      .trim()
      .split("\n")
      .map((line): [string, string] => [
        line.slice(0, line.lastIndexOf(":")),
        line.slice(line.lastIndexOf(":") + 1),
      ]),
  );
}

const obstacle = process.env["CI"] === undefined ? whyNoEnclosure() : undefined;

describe.skipIf(obstacle !== undefined)(`a namespace${obstacle ? `, passed over: ${obstacle}` : ""}`, () => {
  /** Those that take packets of others, or for many addresses. */
  const ruled = changes.filter(({ ruleset }) => ruleset !== undefined);

  it("has one of each kind to try", () => {
    const kinds = ["instance", "internet", "nat", "router", "services"];
    expect(new Set(ruled.map(kindOf))).toEqual(new Set(kinds));
    expect(ruled).toHaveLength(kinds.length);
  });

  it.each(ruled.map((change) => [kindOf(change) ?? "", change] as const))(
    "takes packets by whatever way they come, on a machine that would not: %s",
    (_, change) => {
      const settings = settingsAfter(change);
      const filters = [...settings].filter(([file]) => file.endsWith("/rp_filter"));
      expect(new Set(filters.map(([file]) => file.split("/").at(-2)))).toEqual(new Set(devices));
      expect(filters.map(([, value]) => value)).toEqual(devices.map(() => "0"));
    },
  );

  it("of a NAT forgets connections when AWS does, on a machine that tracked none before", () => {
    const nats = changes.filter(({ settings }) => settings.some(([file]) => file.includes("conntrack")));
    expect(new Set(nats.map(kindOf))).toEqual(new Set(["instance", "nat"]));
    for (const nat of nats) {
      const settings = settingsAfter(nat);
      expect(settings.get("net/netfilter/nf_conntrack_tcp_timeout_established")).toBe("350");
      expect(settings.get("net/netfilter/nf_conntrack_tcp_loose")).toBe("0");
      expect(settings.get("net/ipv4/ip_forward")).toBe("1");
    }
  });
});
