/** The fault matrix, as templates: the injected fault is named, and nothing else, with what shows of it. */
import { describe, expect, it } from "vitest";
import { checkOf, doctor, failingRows, faultsIn, symptomOf } from "./doctor-ask.ts";
import { healthy, preferences, templateFaults, withFaults } from "./doctor-faults.ts";
import {
  gatewayEndpoint,
  group,
  https,
  interfaceEndpoint,
  lambdaFunction,
  natInstance,
  template,
} from "./estate.ts";

describe("an estate in which sessions open", () => {
  it("passes every check that the input can tell", async () => {
    const answer = await doctor(withFaults());
    expect(answer.overall).toBe("connects");
    expect(answer.faults).toEqual([]);
    expect(answer.unknowns).toEqual([]);
    const others = answer.checks.filter(({ status }) => status !== "pass");
    expect(others.map(({ id, status }) => `${id} ${status}`)).toEqual([
      "agent-version cannot-tell",
      "ec2messages not-needed",
      "s3 not-needed",
      "kms not-needed",
      "logs not-needed",
      "sts not-needed",
      "monitoring not-needed",
    ]);
    expect(answer.restartAgent).toBe(false);
  });

  it("is one with a NAT as well, until it is taken away", async () => {
    const files = { "template.yaml": template(healthy, natBack, "ssmEndpoint: ~", "ssmmessagesEndpoint: ~") };
    const today = await doctor(files);
    expect(today.overall).toBe("connects");
    expect(checkOf(today, "ssm").message).toContain("nat-");
    const after = await doctor(files, { options: "--without-nat" });
    expect(faultsIn(after)).toEqual([
      "NO_ROUTE_TO_DESTINATION com.amazonaws.us-east-1.ssm",
      "NO_ROUTE_TO_DESTINATION com.amazonaws.us-east-1.ssmmessages",
    ]);
  });
});

const natBack = natInstance;

describe("a single fault", () => {
  it.each(templateFaults.map((row) => [row.name, row] as const))("%s", async (_, row) => {
    const answer = await doctor(withFaults(row.change));
    expect({ faults: faultsIn(answer), rows: failingRows(answer) }).toEqual({
      faults: row.faults,
      rows: row.rows,
    });
    expect(answer.overall).toBe("does-not-connect");
    expect(symptomOf(answer)).toMatch(row.symptom);
  });
});

describe("what only follows from a fault", () => {
  it("is none: a group open to the VPC alone is right, once the endpoints are there", async () => {
    const closed = group("AppGroup", { egress: https("CidrIp: 10.0.0.0/16") });
    const answer = await doctor(withFaults("ssmEndpoint: ~", "ssmmessagesEndpoint: ~", closed));
    expect(faultsIn(answer)).toEqual([
      "NO_ROUTE_TO_DESTINATION com.amazonaws.us-east-1.ssm",
      "NO_ROUTE_TO_DESTINATION com.amazonaws.us-east-1.ssmmessages",
    ]);
    expect(checkOf(answer, "ssm.security-groups").status).toBe("pass");
  });
});

describe("what spoils a session and does not keep it from opening", () => {
  it("is told, with the prompt that comes late", async () => {
    const answer = await doctor(withFaults(preferences("cloudWatchLogGroupName: sessions")));
    expect(answer.overall).toBe("connects");
    expect(failingRows(answer)).toEqual(["logs"]);
    expect(faultsIn(answer)).toEqual(["NO_ROUTE_TO_DESTINATION com.amazonaws.us-east-1.logs"]);
    expect(symptomOf(answer)).toMatch(/prompt comes late/);
    expect(checkOf(answer, "logs").delay).toBe("182 seconds");
  });

  it("is a gateway endpoint that is not there, or not in the route table", async () => {
    const bucket = preferences("s3BucketName: sessions");
    const elsewhere = gatewayEndpoint("s3", "RouteTableIds: [!Ref PublicTable]");
    const [without, misplaced, fine] = await Promise.all(
      ["", elsewhere, gatewayEndpoint("s3")].map((change) => doctor(withFaults(bucket, change))),
    );
    expect([without, misplaced].map((answer) => answer && faultsIn(answer))).toEqual([
      ["NO_ROUTE_TO_DESTINATION com.amazonaws.us-east-1.s3"],
      ["NO_ROUTE_TO_DESTINATION com.amazonaws.us-east-1.s3"],
    ]);
    expect([without, misplaced].map((answer) => answer?.faults[0]?.fix)).toEqual([
      "add a gateway endpoint for com.amazonaws.us-east-1.s3 with PrivateTable among its route tables",
      "add PrivateTable to the route tables of s3EndpointGateway",
    ]);
    expect(fine?.faults).toEqual([]);
  });

  it("is none where the service is within reach", async () => {
    const change = preferences("cloudWatchLogGroupName: sessions, kmsKeyId: alias/sessions");
    const files = withFaults(change, interfaceEndpoint("logs"), interfaceEndpoint("kms"));
    const answer = await doctor(files);
    expect(answer.overall).toBe("connects");
    expect(["logs", "kms", "logs.policy"].map((id) => checkOf(answer, id).status)).toEqual([
      "pass",
      "pass",
      "pass",
    ]);
  });
});

describe("what is no EC2 instance", () => {
  it("is said so, and nothing else is asked", async () => {
    const answer = await doctor(withFaults(lambdaFunction("Function")), { workload: "Function" });
    expect(answer.checks.map(({ id }) => id)).toEqual(["workload"]);
    expect(faultsIn(answer)).toEqual(["SSM_NOT_AN_INSTANCE Function"]);
  });
});
