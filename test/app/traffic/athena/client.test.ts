// What Athena refuses, gives up and answers late, over HTTP, with the SDK's own client.
import { describe, expect, it } from "vitest";
import { findTraffic, planTraffic } from "../../../../src/app/traffic/index.ts";
import type { TrafficRequest } from "../../../../src/app/traffic/index.ts";
import { gzipSync } from "node:zlib";
import { startBucket } from "../s3/fake-s3.ts";
import { connections, fileName, formats, given, natRecords, noRequest, toText } from "../scene.ts";
import { startAthena } from "./fake-athena.ts";
import type { AthenaHabits, FakeAthena, Refusal } from "./fake-athena.ts";
import { grammarErrors } from "./grammar.ts";
import { parquetOf } from "./parquet.ts";

const records = connections(6).flatMap(natRecords);
const key = (day: string, flowLog = "fl-0000000000000000a") =>
  `AWSLogs/123456789012/vpcflowlogs/eu-west-1/2026/11/${day}/${fileName(flowLog, `202611${day}T0005Z`, "0a0b0c0d")}`;
const options = { workgroup: "primary", database: "default", output: undefined } as const;
const request: TrafficRequest = { ...noRequest, nats: given, logs: ["s3://logs/"], athena: options };

async function start(habits: AthenaHabits = {}, keys: readonly string[] = [key("02")]): Promise<FakeAthena> {
  const bucket = await startBucket({});
  for (const one of keys) bucket.objects.set(one, gzipSync(toText(records, formats.v5)));
  return startAthena(bucket, habits);
}

/** The error's line, as it is printed. */
const lineOf = async (asked: Partial<TrafficRequest> = {}): Promise<string> =>
  findTraffic({ ...request, ...asked }).then(
    () => "no error",
    (error: Error & { readonly hint?: string }) => `${error.message}: ${error.hint}`,
  );

const isQuery = (sql: string) => sql.includes("judged as (");

const once = (operation: string, times: number, refusal: Refusal) => {
  let left = times;
  return (asked: string): Refusal | undefined => (asked === operation && left-- > 0 ? refusal : undefined);
};

describe("Athena's answers", () => {
  it("are asked for again when it is busy, without starting anything twice", async () => {
    const fake = await start({
      refuse: once("StartQueryExecution", 2, [400, "TooManyRequestsException", "Rate exceeded"]),
      polls: 2,
    });
    expect(await lineOf()).toBe("no error");
    const starts = fake.inputs.filter((input) => input["QueryString"] !== undefined);
    expect(starts.length).toBe(5);
    expect(new Set(starts.map((input) => input["ClientRequestToken"])).size).toBe(3);
    expect(starts.every((input) => String(input["ClientRequestToken"]).length >= 32)).toBe(true);
    expect(fake.asked.filter((one) => one === "GetQueryExecution").length).toBe(7);
  });

  it("go where the options say", async () => {
    const fake = await start();
    const athena = { workgroup: "team", database: "nets", output: "s3://logs/results/" };
    expect(await lineOf({ athena })).toBe("no error");
    expect(fake.inputs[0]).toMatchObject({
      WorkGroup: "team",
      QueryExecutionContext: { Database: "nets" },
      ResultConfiguration: { OutputLocation: "s3://logs/results/" },
    });
    const plain = await start();
    await lineOf();
    expect(plain.inputs[0]).not.toHaveProperty("ResultConfiguration");
  });

  it("may be empty, and then nothing is known", async () => {
    await start();
    const answer = await findTraffic({
      ...request,
      nats: [{ interface: "eni-0ffffffffffffffff", addresses: ["10.9.9.9"] }],
    });
    expect(answer.answer).toBe("unknown");
    expect(answer.records.read).toBe(records.length);
  });

  it("cost what is told beside the answer", async () => {
    await start();
    const notes: string[] = [];
    await findTraffic({ ...request, note: (line) => void notes.push(line) });
    expect(notes).toEqual([expect.stringMatching(/^Athena read 12\.3 MB; /)]);
  });
});

const refusals: readonly (readonly [name: string, habits: AthenaHabits, line: RegExp])[] = [
  [
    "the call",
    {
      refuse: once("StartQueryExecution", 9, [
        400,
        "AccessDeniedException",
        "User: arn:aws:iam::1:user/a is not authorized to perform: athena:StartQueryExecution on resource: arn:aws:athena:eu-west-1:1:workgroup/primary because no identity-based policy allows it",
      ]),
    },
    /^may not ask Athena: needs athena:StartQueryExecution on arn:aws:athena:eu-west-1:1:workgroup\/primary$/,
  ],
  [
    "the table",
    {
      fail: (sql) =>
        sql.startsWith("CREATE")
          ? "User: arn:aws:iam::1:user/a is not authorized to perform: glue:CreateTable on resource: arn:aws:glue:eu-west-1:1:database/default (Service: AWSGlue; Status Code: 400)"
          : undefined,
    },
    /^may not ask Athena: needs glue:CreateTable on arn:aws:glue:eu-west-1:1:database\/default$/,
  ],
  [
    "the logs",
    {
      fail: (sql) =>
        isQuery(sql)
          ? "Permission denied on S3 path: s3://logs/AWSLogs: Access Denied (Status Code: 403)"
          : undefined,
    },
    /^Athena was refused \(Permission denied on S3 path: .*\): needs s3:GetObject and s3:ListBucket on the logs, and .*s3:PutObject on the output$/,
  ],
  [
    "a place for results",
    {
      refuse: once("StartQueryExecution", 9, [
        400,
        "InvalidRequestException",
        "No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.",
      ]),
    },
    /^workgroup primary says no place for results: name one with --athena-output s3:\/\/BUCKET\/PREFIX\/$/,
  ],
  [
    "the workgroup",
    {
      refuse: once("StartQueryExecution", 9, [
        400,
        "InvalidRequestException",
        "WorkGroup primary is not found.",
      ]),
    },
    /^there is no workgroup primary in eu-west-1: name one with --athena-workgroup/,
  ],
  [
    "the database",
    { fail: () => "FAILED: SemanticException [Error 10072]: Database does not exist: default" },
    /^there is no database default in eu-west-1: name one with --athena-database/,
  ],
  [
    "so much",
    {
      fail: (sql) => (isQuery(sql) ? "Query cancelled! : Bytes scanned limit was exceeded" : undefined),
    },
    /^the query would read more than workgroup primary allows: ask for less with --from and --to/,
  ],
  [
    "what nobody foresaw",
    { fail: (sql) => (isQuery(sql) ? "GENERIC_INTERNAL_ERROR: what now" : undefined) },
    /^Athena's query failed \(GENERIC_INTERNAL_ERROR: what now\): --dry-run prints the statements$/,
  ],
];

describe("Athena refuses", () => {
  it("to drop a table, and the answer is none the worse", async () => {
    await start({
      fail: (sql) =>
        sql.startsWith("DROP")
          ? "User: arn:aws:iam::1:user/a is not authorized to perform: glue:DeleteTable on resource: arn:aws:glue:eu-west-1:1:table/default/t"
          : undefined,
    });
    const notes: string[] = [];
    const answer = await findTraffic({ ...request, note: (line) => void notes.push(line) });
    expect(answer.answer).toBe("known");
    expect(notes[0]).toMatch(
      /^denat_[0-9a-f]{8}_0 stays in database default: may not ask Athena: needs glue:DeleteTable on arn:/,
    );
  });

  it.each(refusals)("%s", async (_, habits, line) => {
    const fake = await start(habits);
    expect(await lineOf()).toMatch(line);
    const of = (word: string) => fake.statements.filter((sql) => sql.startsWith(word)).length;
    const isMade = habits.fail?.("CREATE") === undefined;
    expect(of("DROP")).toBe(isMade ? of("CREATE") : 0);
  });

  it("an output that denat may not read", async () => {
    const bucket = await startBucket({}, (what, response) => {
      if (!what.startsWith("get results/")) return false;
      response.writeHead(403);
      response.end();
      return true;
    });
    bucket.objects.set(key("02"), gzipSync(toText(records, formats.v5)));
    await startAthena(bucket);
    expect(await lineOf()).toMatch(
      /^may not read s3:\/\/logs\/results\/.*\.csv: needs s3:GetObject on arn:aws:s3:::logs\/results\//,
    );
  });
});

describe("Ctrl-C", () => {
  it("stops the query that runs, and drops what was made", async () => {
    const fake = await start({
      polls: 1000,
      started: (sql) => {
        if (sql.startsWith("CREATE")) setTimeout(() => process.emit("SIGINT"), 50);
      },
    });
    expect(await lineOf()).toMatch(/^stopped: Athena's query was cancelled: run again/);
    expect(fake.asked).toContain("StopQueryExecution");
    expect(fake.statements.map((sql) => sql.split(" ")[0])).toEqual(["CREATE", "DROP"]);
  });
});

describe("a dry run", () => {
  it("prints every statement and what S3 lists, and asks Athena nothing", async () => {
    const keys = [key("02"), key("03"), key("09"), key("03", "fl-0000000000000000b")];
    const fake = await start({}, keys);
    const day = (date: string) => Date.parse(date) / 1000;
    const { text, status } = await planTraffic({
      ...request,
      from: day("2026-11-01"),
      to: day("2026-11-04"),
    });
    expect(status).toBe(0);
    expect(fake.asked).toEqual([]);
    const size = gzipSync(toText(records, formats.v5)).length;
    // Two flow logs in one directory: each of their tables opens the objects of both.
    expect(text).toContain(`Reads about ${(6 * size).toLocaleString("en-US")} bytes`);
    expect(text).toContain("-- 3 objects of flow logs.");
    const statements = text.split(/;\n/).map((part) => part.replaceAll(/^--.*\n/gm, "").trim());
    expect(statements.slice(0, -1).flatMap(grammarErrors)).toEqual([]);
    const of = (word: string) => statements.filter((sql) => sql.startsWith(word)).length;
    expect([of("CREATE"), statements.filter(isQuery).length, of("DROP")]).toEqual([2, 3, 2]);
    expect(text).toContain("'projection.day.range' = '2026/11/02,2026/11/03'");
    expect(text).toContain("'projection.day.range' = '2026/11/03,2026/11/03'");
  });
});

describe("logs that Athena does not take", () => {
  const cases: readonly (readonly [name: string, asked: Partial<TrafficRequest>, line: RegExp])[] = [
    [
      "on this machine",
      { logs: ["logs/"] },
      /^--engine athena does not read logs\/: give s3:\/\/BUCKET\/PREFIX/,
    ],
    [
      "that are none",
      { logs: ["s3://logs/other/"] },
      /^s3:\/\/logs\/other\/ holds no flow logs of the period/,
    ],
    [
      "that lie elsewhere than AWS puts them",
      { logs: ["s3://logs/mine/"] },
      /^there are no flow logs \(s3:\/\/logs\/mine\/flows\.log\.gz: not where AWS delivers flow logs: --engine duckdb reads it\)/,
    ],
    [
      "twice",
      { logs: ["s3://logs/AWSLogs/", "s3://logs/copy/"] },
      /^s3:\/\/logs\/copy\/AWSLogs\/.* is a copy of s3:\/\/logs\/AWSLogs\//,
    ],
  ];
  it.each(cases)("%s", async (_, asked, line) => {
    const fake = await start({}, [key("02"), `copy/${key("02")}`, "mine/flows.log.gz"]);
    expect(await lineOf(asked)).toMatch(line);
    expect(fake.asked).toEqual([]);
  });

  it("of both kinds in one place", async () => {
    const bucket = await startBucket({});
    bucket.objects.set(key("02"), gzipSync(toText(records, formats.v5)));
    const parquet = key("02", "fl-0000000000000000c").replace("log.gz", "log.parquet");
    bucket.objects.set(parquet, await parquetOf(records));
    await startAthena(bucket);
    expect(await lineOf()).toMatch(
      /^s3:\/\/logs\/AWSLogs\/.*\/eu-west-1\/ holds flow logs in text and in Parquet/,
    );
  });
});
