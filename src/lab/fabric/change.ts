/** What must be done to make one fabric of another: pure, and in the order in which it can be done. */
import type { Family } from "../../model/address.ts";
import type { Device, FabricPlan, IpObject, Link, Namespace } from "./plan.ts";

export interface Change {
  /** Ends of wires that go while both their namespaces stay; the other end goes with them. */
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
  // A wire goes with the namespace at either end of it.
  const stays = ({ ends }: Link) => ends.every(({ namespace }) => after.namespaces.has(namespace));
  const linked = [...after.links].filter(([name]) => !before.links.has(name));
  const cut = [...before.links].filter(([name]) => !after.links.has(name));
  const ups = devicesOf(linked);
  const downs = devicesOf(cut);
  return {
    cut: cut.flatMap(([, link]) => (stays(link) ? [link.ends[0]] : [])),
    outside: [
      ...gone.map((name) => `netns del ${name}`),
      ...added.map((name) => `netns add ${name}`),
      ...linked.map(([, link]) => linkLine(link)),
    ],
    inside: [...after.namespaces.values()].flatMap((namespace) =>
      insideChange(before.namespaces.get(namespace.name), namespace, {
        ups: ups.get(namespace.name) ?? [],
        downs: downs.get(namespace.name) ?? [],
      }),
    ),
  };
}

/** By namespace. */
function devicesOf(links: readonly (readonly [string, Link])[]): ReadonlyMap<string, readonly string[]> {
  const devices = new Map<string, string[]>();
  for (const [, { ends }] of links) {
    for (const { namespace, name } of ends) devices.set(namespace, [...(devices.get(namespace) ?? []), name]);
  }
  return devices;
}

function linkLine({ ends: [near, far] }: Link): string {
  const end = ({ name, namespace, mac }: Link["ends"][0]) => `name ${name} netns ${namespace} address ${mac}`;
  return `link add ${end(near)} type veth peer ${end(far)}`;
}

function insideChange(
  before: Namespace | undefined,
  after: Namespace,
  { ups: fresh, downs }: { readonly ups: readonly string[]; readonly downs: readonly string[] },
): readonly InsideChange[] {
  const old = new Map((before?.objects ?? []).map((object) => [keyOf(object), object]));
  const kept = new Set(after.objects.map(keyOf));
  // What is on a device goes with it, and comes back with one of the same name.
  const isOn = (devices: readonly string[], { spec }: IpObject) =>
    devices.some((name) => hasDevice(spec, name));
  const gone = [...old]
    .filter(([key, object]) => !kept.has(key) && !isOn(downs, object))
    .map(([, object]) => object);
  const added = distinct(after.objects).filter((object) => !old.has(keyOf(object)) || isOn(fresh, object));
  const ups = [...(before === undefined ? ["lo"] : []), ...fresh].map((name) => `link set ${name} up`);
  const known = new Map(before?.settings ?? []);
  const settings = after.settings.filter(([file, value]) => known.get(file) !== value);
  const ruleset = after.ruleset === before?.ruleset ? undefined : (after.ruleset ?? "flush ruleset\n");
  const lines = {
    4: [...linesOf(gone, 4, "del"), ...ups, ...linesOf(added, 4, "add")],
    6: [...linesOf(gone, 6, "del"), ...linesOf(added, 6, "add")],
  };
  const isIdle = lines[4].length + lines[6].length + settings.length === 0 && ruleset === undefined;
  return isIdle ? [] : [{ namespace: after.name, settings, lines, ruleset }];
}

const hasDevice = (spec: string, name: string): boolean => `${spec} `.includes(` dev ${name} `);

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
