import { describe, expect, it } from "vitest";
import {
  allPorts,
  allProtocols,
  formatPorts,
  formatTraffic,
  parseProtocol,
  protocolNumbers,
  toTraffic,
} from "../../src/model/traffic.ts";

const { icmp, icmpv6, tcp, udp } = protocolNumbers;
const only = (protocol: number) => [[protocol, protocol]] as const;

describe("protocols as rules write them", () => {
  it.each([
    ["tcp", only(6)],
    ["TCP", only(6)],
    ["udp", only(17)],
    ["icmp", only(1)],
    ["icmpv6", only(58)],
    ["6", only(6)],
    [47, only(47)],
    [0, only(0)],
    ["255", only(255)],
    ["-1", allProtocols],
    [-1, allProtocols],
    ["all", allProtocols],
  ])("%j", (written, protocols) => {
    expect(parseProtocol(written)).toEqual(protocols);
  });

  it.each(["", "256", "-2", "6.0", "0x6", "tcp/udp", " tcp", "quic", "constructor", "__proto__"])(
    "%j is none",
    (written) => {
      expect(parseProtocol(written)).toBeUndefined();
    },
  );
});

describe("the traffic of a rule", () => {
  it.each([
    ["a port", tcp, 443, 443, [[443, 443]]],
    ["a range", udp, 1024, 65535, [[1024, 65535]]],
    ["port 0 alone", tcp, 0, 0, [[0, 0]]],
    ["one field, which is both ends", tcp, 443, undefined, [[443, 443]]],
    ["no fields", tcp, undefined, undefined, allPorts],
    ["fields of -1", tcp, -1, -1, allPorts],
    ["a range that ends before it starts, which is nothing", tcp, 443, 80, []],
    ["a protocol without ports, whatever the fields", 47, 443, 443, allPorts],
    ["any ICMP", icmp, -1, -1, allPorts],
    ["ICMP without fields", icmp, undefined, undefined, allPorts],
    ["any code of an ICMP type", icmp, 3, -1, [[768, 1023]]],
    ["an ICMP type and code", icmp, 3, 4, [[772, 772]]],
    ["echo requests", icmp, 8, 0, [[2048, 2048]]],
    ["echo requests of IPv6", icmpv6, 128, 0, [[32768, 32768]]],
  ])("%s", (_, protocol, from, to, ports) => {
    expect(toTraffic(only(protocol), from, to)).toEqual({ protocols: only(protocol), ports });
  });

  it("of all protocols has all ports, whatever the fields", () => {
    expect(toTraffic(allProtocols, 443, 443)).toEqual({ protocols: allProtocols, ports: allPorts });
  });
});

describe("traffic in words", () => {
  it.each([
    ["tcp 443", toTraffic(only(tcp), 443, 443)],
    ["udp 1024-65535", toTraffic(only(udp), 1024, 65535)],
    ["tcp all ports", toTraffic(only(tcp), 0, 65535)],
    ["icmp", toTraffic(only(icmp), -1, -1)],
    ["icmp type 3", toTraffic(only(icmp), 3, -1)],
    ["icmp type 3 code 4", toTraffic(only(icmp), 3, 4)],
    ["icmpv6 type 128 code 0", toTraffic(only(icmpv6), 128, 0)],
    ["protocol 47", toTraffic(only(47), undefined, undefined)],
    ["all traffic", toTraffic(allProtocols, undefined, undefined)],
    ["nothing", { protocols: [], ports: allPorts }],
  ])("%s", (words, traffic) => {
    expect(formatTraffic(traffic)).toBe(words);
  });

  it("lists ports with commas", () => {
    expect(
      formatPorts([
        [80, 80],
        [1024, 2048],
      ]),
    ).toBe("80,1024-2048");
  });
});
