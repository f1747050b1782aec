/**
 * The fault matrix with packets: each fault is made in a lab, the agent there shows what the doctor promised for it, and the doctor
 * names the fault and only it. What waits for minutes is scaled: see `timeScale`.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { facts } from "../../facts/facts.ts";
import { createCa } from "./another-ca.ts";
import { doctor, failingRows, faultsIn, symptomOf } from "../../acceptance/doctor-ask.ts";
import { appId, hostManagement, instances, withChanges } from "../../acceptance/doctor-described.ts";
import { preferences, templateFaults, withFaults } from "../../acceptance/doctor-faults.ts";
import type { TemplateFault } from "../../acceptance/doctor-faults.ts";
import { interfaceEndpoint, lines } from "../../acceptance/estate.ts";
import { judge, whatHolds } from "./fault-claims.ts";
import { observeAll } from "./fault-lab.ts";
import type { Fault, Observed } from "./fault-lab.ts";
import { obstacleToLab } from "./hands-on.ts";

const obstacle = obstacleToLab();
const passedOver = obstacle === undefined ? "" : `, passed over: ${obstacle}`;

/** Instances of a lab have an agent whatever their image; and what only some ports lose shows by chance. */
const beyond: readonly string[] = [
  "the image carries no agent",
  "the endpoints' ACL lets part of the answers out",
];

interface Row extends Fault, Pick<TemplateFault, "name" | "faults" | "rows"> {
  readonly opens: boolean;
}

const ofTemplate = ({ name, change, faults, rows }: Omit<TemplateFault, "symptom">): Row => ({
  name,
  files: withFaults(change),
  workload: "App",
  faults,
  rows,
  opens: false,
});

const service = (name: string) => `com.amazonaws.us-east-1.${name}`;
const withoutProfile = instances({ IamInstanceProfile: undefined });

const faults: readonly Row[] = [
  ...templateFaults.filter(({ name }) => !beyond.includes(name)).map(ofTemplate),
  ofTemplate({
    name: "no ssmmessages endpoint, and one for ec2messages",
    change: lines("ssmmessagesEndpoint: ~", interfaceEndpoint("ec2messages")),
    faults: [`NO_ROUTE_TO_DESTINATION ${service("ssmmessages")}`],
    rows: ["ssmmessages"],
  }),
  {
    ...ofTemplate({
      name: "the session is logged, and logs is out of reach",
      change: preferences("cloudWatchLogGroupName: sessions"),
      faults: [`NO_ROUTE_TO_DESTINATION ${service("logs")}`],
      rows: ["logs"],
    }),
    opens: true,
  },
  {
    name: "no instance profile, and no Default Host Management",
    files: withChanges({ "describe-instances": withoutProfile }),
    workload: appId,
    faults: [`SSM_NO_CREDENTIALS ${appId}`],
    rows: ["credentials"],
    opens: false,
  },
];

/** Sessions open, and neither the doctor nor the lab finds anything: ec2messages has an endpoint in none of them. */
const healthy: readonly (Fault & { readonly name: string })[] = [
  { name: "the estate of a template", files: withFaults(), workload: "App" },
  { name: "the estate of an account", files: withChanges(), workload: appId },
  {
    name: "no instance profile, and Default Host Management",
    files: withChanges({
      "describe-instances": withoutProfile,
      "get-service-setting": hostManagement("service-role/AWSSystemsManagerDefaultEC2InstanceManagementRole"),
    }),
    workload: appId,
  },
  {
    name: "a session that is logged, and its service within reach",
    files: withFaults(preferences("cloudWatchLogGroupName: sessions"), interfaceEndpoint("logs")),
    workload: "App",
  },
];

const distrust = "an agent that does not trust the certificate";

describe.skipIf(obstacle !== undefined)(`the fault matrix in a lab${passedOver}`, () => {
  let seen: ReadonlyMap<string, Observed> = new Map();
  beforeAll(async () => {
    const trusts = await createCa(facts);
    const rows = [...faults, ...healthy, { name: distrust, files: withFaults(), workload: "App", trusts }];
    seen = await observeAll(new Map(rows.map((row) => [row.name, row])));
  }, 180_000);

  const observed = (name: string): Observed => {
    const one = seen.get(name);
    if (one === undefined) throw new Error(`${name} was not observed`);
    return one;
  };
  const told = (name: string): string => JSON.stringify(observed(name), undefined, 1);

  it.each(faults.map((row) => [row.name, row] as const))("%s", async (name, row) => {
    const answer = await doctor(row.files, { workload: row.workload });
    expect({ faults: faultsIn(answer), rows: failingRows(answer) }).toEqual({
      faults: row.faults,
      rows: row.rows,
    });
    const judged = judge(symptomOf(answer), observed(name));
    expect(judged, symptomOf(answer)).not.toEqual([]);
    expect(
      judged.filter(([, holds]) => !holds).map(([claim]) => claim),
      told(name),
    ).toEqual([]);
    expect(observed(name).session.kind === "answered", told(name)).toBe(row.opens);
    expect(answer.overall).toBe(row.opens ? "connects" : "does-not-connect");
  });

  it.each(healthy.map((row) => [row.name, row] as const))("%s: a session opens", async (name, row) => {
    const answer = await doctor(row.files, { workload: row.workload });
    expect([answer.overall, faultsIn(answer)]).toEqual(["connects", []]);
    expect(observed(name), told(name)).toMatchObject({
      session: { kind: "answered" },
      agent: { state: "online", failures: 0 },
    });
  });

  it("shows nothing of any fault where there is none", () => {
    const [{ name } = { name: "" }] = healthy;
    expect(whatHolds(observed(name))).toEqual(["listed as Online"]);
  });

  it("is no matter of the network where the agent does not trust the lab: the words are those of a network fault", () => {
    const { agent, session, isHeardOf } = observed(distrust);
    expect(agent?.log.join("\n")).toMatch(
      /RequestError: send request failed[^]*x509: certificate signed by unknown authority/,
    );
    expect([session.kind, isHeardOf]).toEqual(["refused", false]);
  });
});
