/** The VPC whose traffic is made up: who stands where, and by which NAT gateway each goes out. */
import type { Random } from "../estate/random.ts";

/** A network interface that flow logs are written of. */
export interface Port {
  readonly id: string;
  readonly address: string;
  readonly subnet: string;
  readonly zone: string;
  /** `-` for an interface of AWS's own. */
  readonly instance: string;
  /** As `interface-type` of version 11 names it. */
  readonly kind: "nat_gateway" | "interface";
}

export interface Nat extends Port {
  readonly gateway: string;
}

export interface Client extends Port {
  /** From 0; the first are the busiest. */
  readonly number: number;
  readonly nat: Nat;
}

export interface Scene {
  readonly account: string;
  readonly region: string;
  readonly vpc: string;
  readonly nats: readonly Nat[];
  /** They stand in private subnets: whatever they send to the internet passes their NAT gateway. */
  readonly clients: readonly Client[];
  /** One instance of a public subnet, whose traffic passes no NAT gateway. */
  readonly bastion: Port | undefined;
}

const hexadecimal = "0123456789abcdef";

export function hexOf(random: Random, digits: number): string {
  return Array.from({ length: digits }, () => hexadecimal[random.integer(0, 15)]).join("");
}

const zoneIds = ["apne1-az4", "apne1-az1", "apne1-az2"] as const;

/** A VPC in ap-northeast-1 with a NAT gateway in each of three zones, and clients spread over them. */
export function createScene(random: Random, clients: number): Scene {
  const id = (prefix: string) => `${prefix}-0${hexOf(random, 16)}`;
  const nats = zoneIds.map((zone, index): Nat => ({
    id: id("eni"),
    address: `10.0.${240 + index}.${random.integer(4, 250)}`,
    subnet: id("subnet"),
    zone,
    instance: "-",
    kind: "nat_gateway",
    gateway: id("nat"),
  }));
  const subnets = zoneIds.map(() => id("subnet"));
  return {
    account: "123456789012",
    region: "ap-northeast-1",
    vpc: id("vpc"),
    nats,
    clients: Array.from({ length: clients }, (_, index): Client => {
      const zone = index % zoneIds.length;
      const place = Math.floor(index / zoneIds.length);
      return {
        number: index,
        id: id("eni"),
        address: `10.0.${64 * zone + Math.floor(place / 240)}.${10 + (place % 240)}`,
        subnet: subnets[zone] ?? "",
        zone: zoneIds[zone] ?? "",
        instance: id("i"),
        kind: "interface",
        nat: mustHave(nats[zone]),
      };
    }),
    bastion: {
      id: id("eni"),
      address: "10.0.243.20",
      subnet: id("subnet"),
      zone: zoneIds[0],
      instance: id("i"),
      kind: "interface",
    },
  };
}

export function mustHave<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the scene has nothing of that kind");
  return value;
}
