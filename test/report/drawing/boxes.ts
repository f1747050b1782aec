/** Boxes by hand, and boxes by chance. */
import fc from "fast-check";
import type { Box, BoxKind, Fate } from "../../../src/advice/picture/picture.ts";

export const kinds: readonly BoxKind[] = [
  "vpc",
  "zone",
  "subnet",
  "workloads",
  "nat-gateway",
  "nat-instance",
  "internet-gateway",
  "egress-only-internet-gateway",
  "interface-endpoint",
  "gateway-endpoint",
  "endpoint",
  "transit-gateway",
  "vpn-gateway",
  "peering",
  "internet",
  "aws",
];
export const fates: readonly Fate[] = ["kept", "added", "removed", "changed"];

interface Extra {
  readonly note?: string;
  readonly fate?: Fate;
  readonly id?: string;
  readonly count?: number;
}

export function box(kind: BoxKind, name: string, children: readonly Box[] = [], extra: Extra = {}): Box {
  return { id: name, kind, name, note: "", count: undefined, fate: "kept", children, ...extra };
}

/** Public and private subnets in each of some zones, as most VPCs have them. */
export function estate(zones: number, privates: number, workloads: number): readonly Box[] {
  const zone = (letter: string): Box =>
    box(
      "zone",
      `eu-west-1${letter}`,
      [
        ...Array.from({ length: privates }, (_, at) => privateSubnet(letter, at, workloads)),
        box("subnet", `public-${letter}`, [
          box("nat-gateway", `nat-${letter}`, [], { fate: "removed", note: "203.0.113.7" }),
        ]),
      ],
      { note: "euw1-az1" },
    );
  const vpc = box(
    "vpc",
    "main",
    [
      box("internet-gateway", "igw"),
      box("gateway-endpoint", "s3", [], {
        id: "s3-gateway",
        note: "com.amazonaws.eu-west-1.s3",
        fate: "added",
      }),
      ...Array.from("abcdef").slice(0, zones).map(zone),
    ],
    { note: "10.0.0.0/16" },
  );
  return [box("internet", "Internet"), box("aws", "AWS services"), vpc];
}

const privateSubnet = (letter: string, at: number, workloads: number): Box =>
  box(
    "subnet",
    `private-${letter}${at}`,
    [
      box("interface-endpoint", `ssm-${letter}${at}`, [], { note: "10.0.1.7", fate: "added" }),
      ...Array.from({ length: workloads }, (_, one) => box("workloads", `web-${letter}${at}-${one}`)),
    ],
    { note: "10.0.1.0/24" },
  );

const names = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom(
    "PublicSubnet1",
    "PrivateSubnetA",
    "subnet-0123456789abcdef0",
    "m".repeat(300),
    "例え".repeat(40),
  ),
);

/** Any kind within any other, down to four levels. */
const { tree } = fc.letrec<{ readonly tree: Box }>((tie) => ({
  tree: fc.record({
    id: fc.constant(""),
    kind: fc.constantFrom(...kinds),
    name: names,
    count: fc.constant(undefined),
    note: fc.oneof(fc.constant(""), names),
    fate: fc.constantFrom(...fates),
    children: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      fc.constant([]),
      fc.array(tie("tree"), { maxLength: 8 }),
    ),
  }),
}));

/** As readers make them, and as nobody would. */
export const anyBoxes: fc.Arbitrary<readonly Box[]> = fc
  .oneof(
    fc.array(tree, { maxLength: 4 }),
    fc
      .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 10 }), fc.integer({ min: 0, max: 30 }))
      .map(([zones, privates, workloads]) => estate(zones, privates, workloads)),
  )
  .map((boxes) => numbered(boxes, "b"));

/** Ids by place, so that no two are alike. */
function numbered(boxes: readonly Box[], prefix: string): readonly Box[] {
  return boxes.map((each, index) => {
    const id = `${prefix}.${index}`;
    return { ...each, id, children: numbered(each.children, id) };
  });
}

export const flat = (boxes: readonly Box[]): readonly Box[] =>
  boxes.flatMap((each) => [each, ...flat(each.children)]);
