/** What must be done to make one fabric of another: pure, and in the order in which it can be done. */
import type { Family } from "../../model/address.ts";
import { noRuleset } from "./filter/ruleset.ts";
import type { Device, FabricPlan, IpObject, Link, Namespace } from "./plan.ts";

export interface Change {
  /** Routers that carry nothing from before the first step until after the last. */
  readonly shut: readonly string[];
  /**
   * Ends of wires in namespaces that stay; the other end goes with them. With a namespace they would go as well, but only
   * some time later, and their names must be free at once.
   */
  readonly cut: readonly Pick<Device, "namespace" | "name">[];
  /** Lines for `ip -batch`, outside of all namespaces. */
  readonly outside: readonly string[];
  readonly inside: readonly InsideChange[];
}

/** What is done in one namespace. */
export interface InsideChange {
  readonly namespace: string;
  readonly settings: Namespace["settings"];
  /** Lines for `ip -FAMILY -batch`. */
  readonly lines: Readonly<Record<Family, readonly string[]>>;
  readonly ruleset: string | undefined;
}

export const nothing: FabricPlan = { namespaces: new Map(), links: new Map(), notBuilt: [] };

export function changeTo(before: FabricPlan, after: FabricPlan): Change {
  const gone = [...before.namespaces.keys()].filter((name) => !after.namespaces.has(name));
  const added = [...after.namespaces.keys()].filter((name) => !before.namespaces.has(name));
  const stays = ({ namespace }: Device) =>
    before.namespaces.has(namespace) && after.namespaces.has(namespace);
  const linked = [...after.links].filter(([name]) => !before.links.has(name));
  const cut = [...before.links].filter(([name]) => !after.links.has(name));
  const ups = devicesOf(linked);
  const downs = devicesOf(cut);
  const inside = [...after.namespaces.values()].flatMap((namespace) =>
    insideChange(before.namespaces.get(namespace.name), namespace, {
      ups: ups.get(namespace.name) ?? none,
      downs: downs.get(namespace.name) ?? none,
    }),
  );
  const isShut = ({ namespace }: InsideChange) => before.namespaces.get(namespace)?.kind === "router";
  return {
    shut: inside.filter(isShut).map(({ namespace }) => namespace),
    cut: cut.flatMap(([, { ends }]) => ends.find(stays) ?? []),
    outside: [
      ...gone.map((name) => `netns del ${name}`),
      ...added.map((name) => `netns add ${name}`),
      ...linked.map(([, link]) => linkLine(link)),
    ],
    inside,
  };
}

const none: ReadonlySet<string> = new Set();

/** By namespace. */
function devicesOf(links: readonly (readonly [string, Link])[]): ReadonlyMap<string, ReadonlySet<string>> {
  const devices = new Map<string, Set<string>>();
  for (const [, { ends }] of links) {
    for (const { namespace, name } of ends) {
      const own = devices.get(namespace) ?? new Set<string>();
      devices.set(namespace, own.add(name));
    }
  }
  return devices;
}

/** The kernel makes one for each processor otherwise, and asks for each packet which it should be. */
const queues = "numtxqueues 1 numrxqueues 1";

function linkLine({ ends: [near, far] }: Link): string {
  const end = ({ name, namespace, mac }: Link["ends"][0]) => `name ${name} netns ${namespace} address ${mac}`;
  return `link add ${end(near)} ${queues} type veth peer ${end(far)} ${queues}`;
}

interface Rewired {
  readonly ups: ReadonlySet<string>;
  readonly downs: ReadonlySet<string>;
}

function insideChange(
  before: Namespace | undefined,
  after: Namespace,
  { ups, downs }: Rewired,
): readonly InsideChange[] {
  const old = new Map((before?.objects ?? []).map((object) => [keyOf(object), object]));
  const kept = new Set(after.objects.map(keyOf));
  // What is on a device goes with it, and comes back with one of the same name.
  const isOn = (devices: ReadonlySet<string>, object: IpObject) => devices.has(deviceOf(object) ?? "");
  const gone = [...old]
    .filter(([key, object]) => !kept.has(key) && !isOn(downs, object))
    .map(([, object]) => object);
  const added = distinct(after.objects).filter((object) => !old.has(keyOf(object)) || isOn(ups, object));
  const ruleset = after.ruleset === before?.ruleset ? undefined : (after.ruleset ?? noRuleset);
  const settings = settingsTo(before?.settings ?? [], after.settings);
  const risen = [...(before === undefined ? ["lo"] : []), ...ups];
  const lines = {
    4: [
      ...linesOf(added.filter(isAddress), 4, "add"),
      ...linesOf(gone, 4, "del"),
      ...risen.flatMap(upLines),
      ...linesOf(
        added.filter((object) => !isAddress(object)),
        4,
        "add",
      ),
    ],
    6: [...linesOf(gone, 6, "del"), ...linesOf(added, 6, "add")],
  };
  const isIdle = lines[4].length + lines[6].length + settings.length === 0 && ruleset === undefined;
  return isIdle ? [] : [{ namespace: after.name, settings, lines, ruleset }];
}

/** The kernel forgets all neighbours of a device with its last IPv4 address: the new one comes before the old one goes. */
const isAddress = ({ object }: IpObject): boolean => object === "address";

/**
 * Nobody speaks on a wire but by addresses of the plan: none is made up from that of the device. In one line with `up` that
 * would come too late: the kernel raises a device before it looks at the rest, and one with a carrier has its address then.
 */
const upLines = (device: string): readonly string[] =>
  device === "lo" ? ["link set lo up"] : [`link set ${device} addrgenmode none`, `link set ${device} up`];

/** What is left out again is as it was; what has no place here does nothing by itself. */
const usual: ReadonlyMap<string, string> = new Map([
  ["net/ipv4/ip_forward", "0"],
  ["net/ipv4/ip_local_port_range", "32768 60999"],
]);

function settingsTo(before: Namespace["settings"], after: Namespace["settings"]): Namespace["settings"] {
  const [old, own] = [new Map(before), new Map(after)];
  return [
    ...[...usual].filter(([file]) => old.has(file) && !own.has(file)),
    ...after.filter(([file, value]) => old.get(file) !== value),
  ];
}

const deviceOf = ({ spec }: IpObject): string | undefined => / dev (\S+)/.exec(` ${spec}`)?.[1];

const keyOf = ({ family, object, spec }: IpObject): string => `${family} ${object} ${spec}`;

const distinct = (objects: readonly IpObject[]): readonly IpObject[] => [
  ...new Map(objects.map((object) => [keyOf(object), object])).values(),
];

/** What is taken away goes in the reverse of the order in which it came. */
function linesOf(objects: readonly IpObject[], family: Family, verb: "add" | "del"): readonly string[] {
  const own = objects
    .filter((each) => each.family === family)
    .map(({ object, spec }) => `${object} ${verb} ${verb === "del" ? spec.replace(" nodad", "") : spec}`);
  return verb === "del" ? own.toReversed() : own;
}
