/**
 * `npm run bench -- traffic [RECORDS]`: flow logs attributed to client by service and Region, beside what else adds them up.
 *
 * Every figure is of files that the disk's cache holds, and every sum is compared with the truth of the generated set. With
 * DENAT_BENCH_SETS=DIRECTORY the sets are kept there for the next run.
 */
import { makeBenchSet } from "./flow-logs/bench-set.ts";
import type { BenchSet } from "./flow-logs/bench-set.ts";
import { runAwk, scanParquet, scanText } from "./flow-logs/peer.ts";
import type { Peer } from "./flow-logs/peer.ts";
import { against, atLeast, number, table } from "./measure.ts";
import { measureTraffic } from "./traffic-run.ts";
import type { TrafficRun } from "./traffic-run.ts";

const limits = {
  text: { least: 1.7, unit: "million records a second" },
  parquet: { least: 7, unit: "million records a second" },
  awk: { least: 3, unit: "times" },
  attribution: { most: 25, unit: "%" },
  memory: { most: 600, unit: "MB" },
  cliff: { most: 2, unit: "times linear" },
} as const;
const sizes = [1000, 100_000, 2_000_000, 20_000_000];
const smallEngine = "256MB";
const forms = ["text", "parquet"] as const;
type Form = (typeof forms)[number];
/** A short run is at the mercy of whatever else the machine does: of several the quickest counts. */
const short = { records: 1_000_000, times: 3 } as const;

type Timed = Pick<TrafficRun, "seconds" | "cpuSeconds">;

interface Curve {
  readonly records: number;
  readonly text: TrafficRun;
  readonly parquet: TrafficRun;
}

export async function reportTraffic(most: number): Promise<void> {
  console.log(`\n(k) flow logs to client × service × Region, up to ${number(most)} records`);
  const curve: Curve[] = [];
  for (const size of [...sizes.filter((one) => one < most), most]) {
    const set = await makeBenchSet(size);
    try {
      const times = size < short.records ? short.times : 1;
      const quickest = (form: Form) =>
        Array.from({ length: times }, () => attribute(set, form)).reduce((best, run) =>
          run.cpuSeconds < best.cpuSeconds ? run : best,
        );
      curve.push({ records: set.records, text: quickest("text"), parquet: quickest("parquet") });
      if (size === most) await reportWhole(set, curve.at(-1) as Curve);
    } finally {
      await set.remove();
    }
  }
  reportCurve(curve);
}

function attribute(set: BenchSet, form: Form, memoryLimit?: string): TrafficRun {
  const nats = set.truth.nats.map((nat) => ({ interface: nat.interface, addresses: [nat.address] }));
  const run = measureTraffic({ directory: set[form], nats, memoryLimit });
  mustBeTrue(run.bytes, set, `denat traffic, ${form}`);
  return run;
}

function mustBeTrue(bytes: number, { truth }: BenchSet, who: string): void {
  const known = truth.nats.reduce((sum, { bytesOut, bytesIn }) => sum + bytesOut + bytesIn, 0);
  if (bytes !== known) throw new Error(`${who} counts ${bytes} bytes in place of ${known}`);
}

async function reportWhole(set: BenchSet, { records, text, parquet }: Curve): Promise<void> {
  const awk = runAwk(set);
  mustBeTrue(awk.bytes, set, "gunzip | awk");
  const bare = {
    text: await scanText(set, "bytes"),
    parquet: await scanParquet(set, "bytes"),
    textAsked: await scanText(set, "asked"),
    parquetAsked: await scanParquet(set, "asked"),
  };
  const small = {
    text: attribute(set, "text", smallEngine),
    parquet: attribute(set, "parquet", smallEngine),
  };
  if (small.text.flows !== text.flows || small.parquet.flows !== parquet.flows)
    throw new Error(`an engine of ${smallEngine} gives other rows`);
  const rate = ({ seconds }: { readonly seconds: number }) => records / seconds / 1e6;
  const row = (name: string, run: TrafficRun, verdict: string) => [
    name,
    number(run.seconds, 2),
    number(run.cpuSeconds, 1),
    number(rate(run), 2),
    number(run.peakRssMb),
    verdict,
  ];
  const peer = (name: string, run: Peer, note: string) => [
    name,
    number(run.seconds, 2),
    number(run.cpuSeconds, 1),
    number(rate(run), 2),
    "",
    note,
  ];
  console.log(
    `${number(records)} records: text gz ${number(set.textMb)} MB, Parquet ${number(set.parquetMb)} MB`,
  );
  console.log(
    table([
      ["", "seconds", "of processor", "million/s", "peak MB", ""],
      row("denat traffic, text", text, atLeast(rate(text), limits.text)),
      row("denat traffic, Parquet", parquet, atLeast(rate(parquet), limits.parquet)),
      row(`  text, engine of ${smallEngine}`, small.text, `${number(small.text.flows)} rows`),
      row(`  Parquet, engine of ${smallEngine}`, small.parquet, `${number(small.parquet.flows)} rows`),
      peer("gunzip | awk, by remote alone", awk, "two processes"),
      peer("DuckDB, one sum of the text", bare.text, "no attribution"),
      peer("  and of all that denat asks", bare.textAsked, "ten columns"),
      peer("DuckDB, one sum of the Parquet", bare.parquet, "no attribution"),
      peer("  and of all that denat asks", bare.parquetAsked, "ten columns"),
    ]),
  );
  const times = awk.seconds / text.seconds;
  const more = (run: Timed, scan: Timed) => 100 * (run.seconds / scan.seconds - 1);
  const moreCpu = (run: Timed, scan: Timed) => 100 * (run.cpuSeconds / scan.cpuSeconds - 1);
  const over = (name: string, run: Timed, scan: Timed) => {
    const share = more(run, scan);
    return [
      name,
      `${number(share)} %`,
      against(share, limits.attribution),
      `${number(moreCpu(run, scan))} %`,
    ];
  };
  const memory = Math.max(text.peakRssMb, parquet.peakRssMb);
  const shares = [
    over("over one sum of the text", text, bare.text),
    over("over a scan of the same columns, text", text, bare.textAsked),
    over("over a scan of the same columns, Parquet", parquet, bare.parquetAsked),
  ];
  const ofCpu = awk.cpuSeconds / text.cpuSeconds;
  console.log(
    table([
      ["", "by the clock", "", "of processor"],
      [
        "against gunzip | awk",
        `${number(times, 1)} times`,
        atLeast(times, limits.awk),
        `${number(ofCpu, 1)} times`,
      ],
      ...shares,
      ["peak memory", `${number(memory)} MB`, against(memory, limits.memory)],
    ]),
  );
}

/**
 * Times linear above the start-up, which is what the smallest set takes, drawn from the largest; by processor time, on
 * which other work of the machine weighs less.
 */
function reportCurve(curve: readonly Curve[]): void {
  const [first, ...rest] = curve;
  const last = rest.at(-1);
  if (first === undefined || last === undefined) return;
  const above = (form: Form, point: Curve) => point[form].cpuSeconds - first[form].cpuSeconds;
  const timesLinear = (form: Form, point: Curve) =>
    above(form, point) /
    ((above(form, last) / (last.records - first.records)) * (point.records - first.records));
  const cells = (form: Form, point: Curve) => [
    number(point[form].cpuSeconds, 2),
    point === first ? "start-up" : number(timesLinear(form, point), 2),
  ];
  const rows = curve.map((point) => [
    number(point.records),
    ...cells("text", point),
    ...cells("parquet", point),
  ]);
  const worst = Math.max(...rest.flatMap((point) => forms.map((form) => timesLinear(form, point))));
  console.log(table([["records", "text, s", "times linear", "Parquet, s", "times linear"], ...rows]));
  console.log(`no cliff: ${number(worst, 2)} times linear at the most, ${against(worst, limits.cliff)}`);
}
