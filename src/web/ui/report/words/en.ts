/** The page's own words in English. Names, rules and messages of the answer are not translated: they are searched for. */
import { cost } from "./cost/en.ts";
import { drawing } from "./drawing/en.ts";
import { moneyIn, numberIn } from "./number.ts";

const number = numberIn("en");
const money = moneyIn("en", "not known");

const count = (value: number, noun: string, plural = `${noun}s`) =>
  `${number(value)} ${value === 1 ? noun : plural}`;

function list(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}

const natNoun = (instancesOnly: boolean) => (instancesOnly ? "NAT instance" : "NAT gateway");
const its = (nats: number, instancesOnly: boolean) =>
  nats === 1 ? `its ${natNoun(instancesOnly)}` : `its ${count(nats, natNoun(instancesOnly))}`;

export const en = {
  number,
  money,
  /** Between two sentences. */
  space: " ",
  more: (left: number) => `and ${number(left)} more`,
  masthead: {
    plan: "What becomes of a VPC without its NAT",
    language: "Language",
    theme: "Colours",
    themes: { system: "System", light: "Light", dark: "Dark" },
  },
  answers: {
    safe: "Safe",
    "safe-with-changes": "Safe with changes",
    "not-safe": "Not safe",
    "cannot-tell": "Cannot tell",
  },
  sentence: {
    noNat: "There is no NAT, and every need that denat found is met.",
    noNatOnce: (changes: string) => `There is no NAT; every need is met once ${changes}.`,
    asItStands: (nats: number, instances: boolean) => `It can lose ${its(nats, instances)} as it stands.`,
    once: (nats: number, instances: boolean, changes: string) =>
      `It can lose ${its(nats, instances)} once ${changes}.`,
    broken: (needs: number, workloads: number) =>
      `${count(needs, "need")} of ${count(workloads, "workload")} would not be met without NAT, whatever endpoints are added.`,
    harmed: "The additions would harm others in the VPC.",
    unknown: (facts: number) =>
      `${facts === 1 ? "One fact is" : `${number(facts)} facts are`} missing on which the answer depends.`,
    vpcs: (safe: number, all: number) => `${number(safe)} of ${count(all, "VPC")} can lose the NAT.`,
    added: (interfaces: number, gateways: number) =>
      `${list([
        ...(interfaces > 0 ? [count(interfaces, "interface endpoint")] : []),
        ...(gateways > 0 ? [count(gateways, "gateway endpoint")] : []),
      ])} ${interfaces + gateways === 1 ? "is" : "are"} added`,
    changed: (endpoints: number) => `${count(endpoints, "setting")} changed`,
    removed: (endpoints: number) => `${count(endpoints, "endpoint")} removed`,
    otherChanges: "the changes below are made",
    join: list,
  },
  vpcs: {
    title: "VPCs",
    nats: (nats: number) => (nats === 0 ? "no NAT" : nats === 1 ? "1 NAT" : `${number(nats)} NATs`),
  },
  networks: { today: "Today", withoutNat: "Without NAT", after: "After" },
  networksShort: { today: "today", withoutNat: "no NAT", after: "after" },
  networksTitle: "Network",
  needs: {
    title: "Needs that are met",
    of: (all: number) => `of ${count(all, "need")}`,
    all: "all of them met",
    none: "none was found",
  },
  ledger: {
    goes: "Goes",
    comes: "Comes",
    bill: "The bill",
    nothing: "Nothing",
    saves: (amount: string) => `saves ${amount} a month`,
    costs: (amount: string) => `costs ${amount} more a month`,
    same: "stays the same",
    unknown: "not known",
    beforeTraffic: "before traffic",
  },
  verdicts: { reachable: "reachable", blocked: "blocked", partial: "partial", unknown: "cannot tell" },
  vias: {
    "interface-endpoint": "interface endpoint",
    "gateway-endpoint": "gateway endpoint",
    "nat-gateway": "NAT gateway",
    "nat-instance": "NAT instance",
    "internet-gateway": "internet gateway",
    "egress-only-internet-gateway": "egress-only gateway",
    local: "within the VPC",
    peering: "peering",
    "transit-gateway": "transit gateway",
    "vpn-gateway": "VPN gateway",
  },
  stages: {
    source: "Source",
    dns: "DNS",
    "security-group": "Security group",
    "network-acl": "Network ACL",
    route: "Route",
    nat: "NAT",
    gateway: "Gateway",
    peering: "Peering",
    "transit-gateway": "Transit gateway",
    endpoint: "Endpoint",
    tls: "TLS",
    policy: "Policy",
    account: "Account",
  },
  kinds: {
    instance: "instance",
    "auto-scaling-group": "Auto Scaling group",
    lambda: "Lambda function",
    "ecs-service": "ECS service",
    "ecs-task": "ECS task",
    "eks-nodegroup": "EKS node group",
    "event-source-mapping": "event source mapping",
    interface: "network interface",
    subnet: "subnet, for whatever runs in it",
  },
  evidence: {
    declared: "declared with --needs",
    inferred: "inferred from the input",
    observed: "seen in flow logs",
  },
  drawing,
  matrix: {
    title: "Who needs what",
    note: "Workloads that need the same and fare alike share a row. Arrow keys move, Enter opens the path.",
    grid: "Workloads by service, each in three networks",
    workloads: "Workloads",
    members: (members: number) => count(members, "workload"),
    needed: (states: string) => `${states}.`,
    none: "not needed",
    filter: "Filter",
    text: "Workload",
    textHint: "part of a name",
    service: "Service",
    anyService: "All services",
    verdict: "Verdict",
    anyVerdict: "All verdicts",
    in: (network: string, verdict: string) => `${network}: ${verdict}`,
    shown: (rows: number, workloads: number) => `${count(rows, "row")}, ${count(workloads, "workload")}`,
    empty: "Nothing matches.",
    nobody: "No need of any workload was found.",
    cut: (rows: number) => `The first ${count(rows, "row")} are printed.`,
  },
  path: {
    title: "The path",
    sees: "What is seen",
    because: "Needed because",
    volume: (gb: number) => `${number(gb, 2)} GB a month`,
    walks: "Walks",
    walk: (place: number) => number(place),
    walked: "The same for all of the group; walked from",
    forward: "There",
    return: "And back",
    blocks: "What blocks",
    mend: "Mend",
    meaning: "Meaning",
    direction: { egress: "outbound", ingress: "inbound" },
    outcomes: { pass: "passes", drop: "is dropped", unknown: "cannot be told" },
  },
  endpoints: {
    title: "Endpoints",
    add: "To add",
    change: "To change",
    remove: "Nothing needs them",
    present: "Already there",
    inSubnets: "in subnets",
    onTables: "on route tables",
    group: "Security group for them: admits",
    from: "from",
    types: { gateway: "gateway", interface: "interface" },
    none: "None.",
  },
  blockers: {
    title: "What blocks",
    note: "What stands in the way without the NAT, each with how to mend it.",
  },
  kept: {
    title: "Keeps your NAT",
    note: "No endpoint of the VPC serves these.",
    outside: "hosts outside AWS",
    possible: "if dialled",
    instead: "Instead",
  },
  bystanders: {
    title: "Others that the change touches",
    note: "Their names or routes are changed by the additions.",
    client: "Client",
    service: "Service",
    because: "Because",
  },
  missing: {
    unknowns: "Could not be known",
    unknownsNote: "Each stands with what would settle it.",
    assumptions: "Assumed",
    assumptionsNote: "--strict makes these unknown.",
    all: (facts: number) => `All ${number(facts)}`,
    settledBy: "Settled by",
    copy: "Copy",
    copied: "Copied",
    copyOf: (text: string) => `Copy ${text}`,
  },
  phases: {
    title: "The change, in phases",
    as: "written as",
    none: "No change is written",
    titles: (title: string): string | undefined => title,
    status: { written: "written", proved: "proved", empty: "nothing to do", withheld: "withheld" },
    actions: {
      "add-endpoint": (of: number) => `adds ${count(of, "endpoint")}`,
      "add-group": (of: number) => `adds ${count(of, "security group")}`,
      "enable-private-dns": (of: number) => `turns private DNS on for ${count(of, "endpoint")}`,
      "enable-vpc-dns": (of: number) => `turns DNS on in ${count(of, "VPC")}`,
      "associate-table": (of: number) => `puts ${count(of, "route table")} to an endpoint`,
      "add-group-rule": (of: number) => `adds ${count(of, "rule")} to security groups`,
      "add-acl-entry": (of: number) => `adds ${count(of, "ACL entry", "ACL entries")}`,
      "delete-route": (of: number) => `deletes ${count(of, "route")}`,
      "delete-nat": (of: number) => `deletes ${count(of, "NAT")}`,
    },
    readBack: "Read back",
    proof: "What was proved",
    proofOf: (phase: number) => `What phase ${phase} was proved to do`,
    service: "Service",
    workloads: "Workloads",
    verdict: "Verdict",
    by: "By",
    edits: (edits: number) => count(edits, "edit"),
    files: (files: number) => count(files, "new file"),
  },
  bill: {
    title: "Cost",
    note: (hours: number, currency: string) => `A month of ${hours} hours, list prices in ${currency}.`,
    volume: (gb: number) => `${number(gb, 2)} GB a month.`,
    noVolume: "Traffic is left out: --gb-month adds it to both sides.",
    lines: "The bill, line by line",
    item: "Item",
    quantity: "Quantity",
    price: "Price",
    monthly: "A month",
    source: "Source",
    sides: { nat: "NAT", endpoints: "Endpoints", other: "Both" },
    saving: "Saving",
    unknown: "not known",
    balance: {
      unpriced: "Break-even: not known, for want of a price.",
      natWins: "Break-even: none; the NAT costs less at any volume.",
      none: "Break-even: none known.",
      endpointsWin: "Break-even: none; the endpoints cost no more at any volume.",
      nat: (gb: number) => `Below ${number(gb, 2)} GB a month the NAT costs less, above it the endpoints.`,
      endpoints: (gb: number) =>
        `Below ${number(gb, 2)} GB a month the endpoints cost less, above it the NAT.`,
    },
    observed: "Measured",
    observedNote: (gb: number) => `Flow logs show ${number(gb, 2)} GB a month through the NATs.`,
    host: "Host that no endpoint serves",
  },
  cost,
  footer: {
    verdict:
      "✓ reachable whichever address DNS answers with; ✗ blocked; ~ partial: some addresses or ports work and some do not; ? a fact is missing.",
    networks:
      "Today is the network as it is. Without NAT has every NAT taken away. After has the proposal applied and no NAT.",
  },
};

export type Words = typeof en;
