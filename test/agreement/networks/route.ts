/** Routes drawn at random: to gateways, NATs of every kind, another VPC, an instance, and nowhere. */
import fc from "fast-check";
import { block6 } from "./rule.ts";

const drawn = (routes: readonly string[], most: number) =>
  fc.uniqueArray(fc.constantFrom(...routes), {
    maxLength: most,
    selector: (text) => text.split(" ")[0],
  });

/** Of subnets of the first VPC. */
export const clientRoutes = fc
  .tuple(
    fc.constantFrom(
      [],
      ["0.0.0.0/0 nat-1"],
      ["0.0.0.0/0 nat-1"],
      ["0.0.0.0/0 nat-own"],
      ["0.0.0.0/0 nat-own"],
      ["0.0.0.0/0 nat-regional"],
      ["0.0.0.0/0 igw-1"],
      ["0.0.0.0/0 eni-nat"],
      ["0.0.0.0/0 pcx-1"],
    ),
    fc.constantFrom([], ["10.1.0.0/16 pcx-1"], ["10.1.0.0/16 pcx-1"], ["10.1.0.0/16 nat-private"]),
    /*
     * The other VPC's global addresses are always named: whether packets from one VPC to another get there over the
     * internet, or their answers back, hangs on gateways, groups and routes of both that `reach` does not follow.
     */
    fc
      .tuple(
        fc.constantFrom("::/0 eigw-1", "::/0 eigw-1", "::/0 igw-1"),
        fc.constantFrom(`${block6.two} pcx-1`, `${block6.two} pcx-1`, `${block6.two} pcx-1 blackhole`),
      )
      .chain((routes) => fc.subarray(routes, { minLength: 1 }))
      .map((routes) => (routes.length > 1 || routes[0]?.startsWith(block6.two) ? routes : [])),
    drawn(
      [
        "8.8.0.0/16 nat-1",
        "8.8.8.0/24 igw-1",
        "8.8.8.0/25 nat-1 blackhole",
        "8.8.8.0/26 eni-a2",
        "pl-s3 vpce-s3",
        "pl-s3 vpce-s3",
        "pl-s3-6 vpce-s3",
        "pl-s3-6 vpce-s3",
        "pl-own nat-1",
        "10.1.1.0/24 pcx-1",
        "10.1.1.0/25 igw-1",
        "10.0.2.0/24 eni-nat",
        "10.0.1.0/24 eni-nat",
        "2001:4860::/32 igw-1",
        "2001:4860::/48 eigw-1 blackhole",
      ],
      4,
    ),
  )
  .map((parts) => parts.flat());

/** Of the subnet that the NAT gateways are in which have it for themselves. */
export const natRoutes = fc.constantFrom(
  ["0.0.0.0/0 igw-1"],
  ["0.0.0.0/0 igw-1", "10.1.0.0/16 pcx-1"],
  ["0.0.0.0/0 igw-1", "10.1.0.0/16 pcx-1"],
  ["10.1.0.0/16 pcx-1"],
  [],
);

/** Of the other VPC. */
export const peerRoutes = fc
  .tuple(
    fc.constantFrom(
      ["10.0.0.0/16 pcx-1"],
      ["10.0.0.0/16 pcx-1"],
      ["10.0.0.0/16 pcx-1", "10.0.2.0/24 igw-2"],
      ["10.0.1.0/24 pcx-1"],
      ["10.0.1.0/28 pcx-1", "10.0.0.0/16 pcx-1 blackhole"],
      [],
    ),
    fc.constantFrom([], ["10.9.0.0/16 pcx-1"]),
    fc.constantFrom(["0.0.0.0/0 pcx-1"], ["0.0.0.0/0 igw-2"], ["0.0.0.0/0 igw-2"], []),
    fc.constantFrom(
      [`${block6.one} pcx-1`],
      [`${block6.one} pcx-1`, "::/0 eigw-2"],
      ["::/0 pcx-1"],
      ["::/0 igw-2"],
      [],
    ),
  )
  .map((parts) => parts.flat());
