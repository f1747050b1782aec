/** Rules of groups and entries of ACLs drawn at random, in the words of the small networks. */
import fc from "fast-check";

export const block6 = {
  one: "2600:1f14:aa:a00::/56",
  a: "2600:1f14:aa:a01::/64",
  b: "2600:1f14:aa:a02::/64",
  two: "2600:1f14:bb:b00::/56",
} as const;

const ports = fc.constantFrom(
  "443",
  "80",
  "8080",
  "1-1023",
  "1024-65535",
  "0-65535",
  "32768-61000",
  "1024-45000",
  "49152-65535",
);
const traffic = fc.oneof(
  { weight: 5, arbitrary: ports.map((port) => `tcp ${port}`) },
  { weight: 2, arbitrary: ports.map((port) => `udp ${port}`) },
  { weight: 1, arbitrary: fc.constantFrom("icmp", "icmpv6", "icmp 8", "icmp 0", "icmpv6 128", "icmpv6 129") },
  { weight: 3, arbitrary: fc.constant("all") },
);
const blocks = fc.constantFrom(
  "0.0.0.0/0",
  "0.0.0.0/0",
  "::/0",
  "10.0.0.0/16",
  "10.0.1.0/24",
  "10.0.2.0/24",
  "10.0.1.10/32",
  "10.1.0.0/16",
  "10.9.0.0/16",
  "8.8.0.0/16",
  "2001:4860::/32",
  block6.one,
  block6.a,
  block6.two,
);
const peers = fc.oneof(
  { weight: 4, arbitrary: blocks },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "sg-client",
      "sg-other",
      "sg-endpoint",
      "sg-peer",
      "sg-nat",
      "pl-s3",
      "pl-own",
    ),
  },
);

const open = ["all 0.0.0.0/0", "all ::/0"];

export const groupRules = fc
  .tuple(
    fc.array(
      fc.tuple(traffic, peers).map(([what, peer]) => `${what} ${peer}`),
      { maxLength: 4 },
    ),
    fc.constantFrom(true, true, false),
  )
  .map(([rules, isOpen]) => (isOpen ? [...rules, ...open] : rules));

const aclEntry = (direction: "in" | "out") =>
  fc
    .tuple(fc.constantFrom("allow", "allow", "allow", "deny"), traffic, blocks)
    .map(([action, what, block]) => `${direction} ${action} ${what} ${block}`);

const last = [
  "900 in allow all 0.0.0.0/0",
  "900 out allow all 0.0.0.0/0",
  "901 in allow all ::/0",
  "901 out allow all ::/0",
];

export const aclEntries = fc
  .tuple(
    fc.array(aclEntry("in"), { maxLength: 2 }),
    fc.array(aclEntry("out"), { maxLength: 2 }),
    fc.constantFrom(true, true, true, true, false),
  )
  .map(([into, out, isOpen]) => [
    ...into.map((entry, index) => `${100 + index} ${entry}`),
    ...out.map((entry, index) => `${100 + index} ${entry}`),
    ...(isOpen ? last : []),
  ]);
