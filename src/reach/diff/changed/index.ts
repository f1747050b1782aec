/**
 * What may differ at all, told before anything is walked: where every rule that a packet can meet says the same in both
 * networks, two walks of it meet the same, and neither is made.
 *
 * It errs to one side alone. What it passes over is the same for certain; what it lets through is walked and judged.
 */
import { includes, meets } from "../../../model/interval-set.ts";
import type { AddressSet } from "../../../model/interval-set.ts";
import type { TableName } from "../../../model/network.ts";
import type { Traffic } from "../../../model/traffic.ts";
import { allPorts, allTraffic } from "../../../model/traffic.ts";
import { isIcmp } from "../../flow.ts";
import type { World } from "../../world.ts";
import { areasFrom } from "../cells/area.ts";
import type { Area, Occupied } from "../cells/area.ts";
import type { Member } from "../cells/field.ts";
import { both, sides } from "../sides.ts";
import type { Sides } from "../sides.ts";
import type { SourceClass } from "../sources.ts";
import { changedEnds, endOf, rowsOf } from "./ends.ts";
import type { Rows } from "./ends.ts";
import { changedGroups, mayName } from "./groups.ts";
import type { RuleChange } from "./groups.ts";
import { changedRows } from "./rows.ts";
import { changedWays } from "./ways.ts";
import type { WayChange } from "./ways.ts";

/** The traffic to a member, or to where nobody is, that may fare otherwise than before; empty where none may. */
export type MayDiffer = (member: Pick<Member, "rows" | "addresses">) => readonly Traffic[];

export interface AreaChange {
  /** Whether anybody in the area may be reached otherwise, so that each has to be asked about. */
  readonly isWhole: boolean;
  /** Else where the way is another; and who is another, or admits others. */
  readonly where: AddressSet;
  readonly touched: readonly Occupied[];
  readonly mayDiffer: MayDiffer;
}

export interface Changes {
  /** Whether groups, their rules and whoever is in them are the same in both, by the same ids. */
  readonly areGroupsAlike: boolean;
  /** By area; undefined where nothing that these sources can meet in it has changed. */
  readonly inAreas: (source: SourceClass) => (area: Area) => AreaChange | undefined;
  /** Whether a name may lead elsewhere, or its service be reached otherwise. */
  readonly inNames: (source: SourceClass) => boolean;
}

/** One object, by which it is known. */
export const anything: readonly Traffic[] = [allTraffic];

export function changesBetween(worlds: Sides<World>): Changes {
  const networks = both(worlds, ({ network }) => network);
  const ways = changedWays(worlds);
  const ofAreas = new Map<Area, WayChange>();
  const between = (vpc: SourceClass["vpc"], area: Area): WayChange => {
    // An area is one seen from one VPC.
    const known = ofAreas.get(area) ?? ways.between(vpc, area);
    ofAreas.set(area, known);
    return known;
  };
  const ends = toEnds(worlds);
  const wayOf = (source: SourceClass, area: Area): WayChange =>
    ends.isChanged(rowsOf(worlds, source)) ? { where: area.set, acls: [] } : between(source.vpc, area);
  const isNaming = isNamingChanged(worlds, ways.isEverywhere);
  return {
    areGroupsAlike: screening.every((table) => changedRows(networks, table).length === 0),
    inAreas: (source) => {
      const rows = rowsOf(worlds, source);
      const isOther = ends.isChanged(rows);
      const own = ends.rules(rows, "egress");
      return (area) => {
        const way = isOther ? { where: area.set, acls: [] } : between(source.vpc, area);
        if (way.where === area.set)
          return { isWhole: true, where: area.set, touched: [], mayDiffer: () => anything };
        const touched = ends.touched(area);
        const isQuiet = area.isAssigned && touched.length === 0;
        if (isUnchanged(way) && own.length === 0 && isQuiet) return undefined;
        const isWhole = own.length > 0 || way.acls.length > 0 || !area.isAssigned;
        return {
          isWhole,
          where: way.where,
          touched,
          mayDiffer: whatMayDiffer(worlds, rows, { way, own, ends }),
        };
      };
    },
    inNames: (source) => {
      const rows = rowsOf(worlds, source);
      if (isNaming || sides.some((side) => ways.vpcs.has(source.vpc[side]))) return true;
      if (ends.isChanged(rows) || ends.rules(rows, "egress").length > 0) return true;
      // Names lead out of all VPCs, or to endpoints in the client's own.
      const near = areasFrom(worlds, source.vpc).filter(({ holder }) =>
        sides.some((side) => holder[side] === undefined || holder[side] === source.vpc[side]),
      );
      return near.some((area) => !isUnchanged(wayOf(source, area)) || ends.touched(area).some(isEndpoint));
    },
  };
}

const isUnchanged = ({ where, acls }: WayChange): boolean => where.length === 0 && acls.length === 0;
const isEndpoint = ({ rows }: Occupied): boolean => sides.some((side) => rows[side]?.client === "endpoint");

interface Ends {
  readonly isChanged: (rows: Rows) => boolean;
  readonly rules: (rows: Rows, direction: "ingress" | "egress") => RuleChange;
  /** Who in the area is another, or admits others. */
  readonly touched: (area: Area) => readonly Occupied[];
}

function toEnds(worlds: Sides<World>): Ends {
  const isChanged = changedEnds(worlds);
  const groups = changedGroups(worlds);
  const rules: Ends["rules"] = ({ before, after }, direction) =>
    before === undefined || after === undefined
      ? []
      : groups.between({ before: before.groups, after: after.groups }, direction);
  const known = new Map<Area["occupants"], readonly Occupied[]>();
  const touched = ({ occupants }: Area): readonly Occupied[] => {
    const found =
      known.get(occupants) ??
      occupants.filter(({ rows }) => isChanged(rows) || rules(rows, "ingress").length > 0);
    known.set(occupants, found);
    return found;
  };
  return { isChanged, rules, touched };
}

interface Considered {
  readonly way: WayChange;
  readonly own: RuleChange;
  readonly ends: Ends;
}

function whatMayDiffer(worlds: Sides<World>, sender: Rows, { way, own, ends }: Considered): MayDiffer {
  const from = endOf(sender);
  const met = way.acls
    .flatMap((acl) => acl.entries)
    .map(({ traffic }) => (traffic.known ? eitherWay(traffic.value) : allTraffic));
  return ({ rows, addresses }) => {
    // An interface that is asked for by name may be anywhere in the area.
    const [first] = addresses;
    const isOnWay = first === undefined ? way.where.length > 0 : includes(way.where, first[0]);
    if (isOnWay || ends.isChanged(rows)) return anything;
    // Where nobody is, all of the addresses lie in the same blocks of what the source's groups name.
    const out =
      own.length === 0
        ? []
        : mayName(worlds, own, { ...endOf(rows), addresses: first === undefined ? undefined : [first[0]] });
    const into = mayName(worlds, ends.rules(rows, "ingress"), from);
    return [...met, ...out, ...into];
  };
}

/** Every kind of client waits for answers on some of these. */
const answerPorts = [[1024, 65535]] as const;

/** What an entry decides about on the way there, or on the way back, where ports are the client's and ICMP has other types. */
function eitherWay(entry: Traffic): Traffic {
  const isOnPorts = entry.protocols.every(([first, last]) => first === last && !isIcmp(first));
  return isOnPorts && !meets(entry.ports, answerPorts) ? entry : { ...entry, ports: allPorts };
}

const screening: readonly TableName[] = [
  "securityGroups",
  "networkInterfaces",
  "prefixLists",
  "transitGateways",
];

const namingTables: readonly TableName[] = [
  "hostedZones",
  "resolverRules",
  "dnsFirewalls",
  "dhcpOptions",
  "prefixLists",
];

/** Of names at large. A private zone may point at anything, so that with one anything may be behind a name. */
function isNamingChanged(worlds: Sides<World>, isEverywhere: boolean): boolean {
  const networks = both(worlds, ({ network }) => network);
  const isChanged = (table: TableName) => changedRows(networks, table).length > 0;
  if (isEverywhere || namingTables.some(isChanged)) return true;
  const hasZones = sides.some((side) => networks[side].hostedZones.size > 0);
  return (
    hasZones &&
    (["networkInterfaces", "securityGroups", "routeTables", "networkAcls"] as const).some(isChanged)
  );
}
