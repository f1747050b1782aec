/** A fact that is not in the input is never a pass, and never turns a fault into none. */
import { describe, expect, it } from "vitest";
import { allCalls } from "./described.ts";
import { checkOf, doctor, faultsIn } from "./doctor-ask.ts";
import { appId, endpoints, healthyCalls, instances, roles, withChanges } from "./doctor-described.ts";
import type { Changes } from "./doctor-described.ts";
import { inB, profiled, role, withFaults } from "./doctor-faults.ts";
import { instance, interfaceEndpoint, lines, resource } from "./estate.ts";

const own = { workload: appId };
const calls = [...new Set([...allCalls, ...healthyCalls])].filter((call) => call !== "describe-instances");

/** Calls without which it cannot be told whether a session opens. */
const decisive: Readonly<Record<string, readonly string[]>> = {
  "describe-vpc-endpoints": ["ssm", "ssmmessages"],
  "describe-security-groups": ["ssm", "ssmmessages"],
  "describe-network-acls": ["ssm", "ssmmessages"],
  "describe-route-tables": ["ssm", "ssmmessages"],
  "describe-subnets": ["ssm", "ssmmessages"],
  "describe-dhcp-options": ["ssm", "ssmmessages"],
  "get-account-authorization-details": ["credentials"],
};

describe("a call that nobody made", () => {
  it.each(calls)("%s: what it would tell stays open, and is no fault", async (call) => {
    if (call === "describe-vpcs" || call === "describe-network-interfaces") return expectRefused(call);
    const answer = await doctor(withChanges({ [call]: undefined }), own);
    expect(answer.faults).toEqual([]);
    const rows = decisive[call];
    expect(answer.overall).toBe(rows === undefined ? "connects" : "cannot-tell");
    for (const id of rows ?? []) expect(checkOf(answer, id).status, id).toBe("cannot-tell");
  });

  async function expectRefused(call: string): Promise<void> {
    const answer = await doctor(withChanges({ [call]: undefined }), own).catch((error: unknown) => error);
    expect((answer as { overall?: string }).overall).not.toBe("connects");
  }

  it.each([
    ["metadata", { "describe-instances": instances({ MetadataOptions: undefined }) }, /describe-instances/],
    [
      "credentials",
      {
        "describe-instances": instances({ IamInstanceProfile: undefined }),
        "get-service-setting": undefined,
      },
      /ssm get-service-setting --setting-id arn:aws:ssm:us-east-1:111122223333:servicesetting/,
    ],
    [
      "credentials",
      { "get-account-authorization-details": roles({ managed: ["SomethingNew"] }) },
      /SomethingNew/,
    ],
    [
      "agent",
      { "describe-instance-information": undefined, "describe-images": undefined },
      /describe-images --image-ids ami-/,
    ],
  ] as const)("%s names the command that settles it", async (id, changes: Changes, settledBy) => {
    const answer = await doctor(withChanges(changes), own);
    expect(answer.overall).toBe("cannot-tell");
    expect(checkOf(answer, id)).toMatchObject({
      status: "cannot-tell",
      settledBy: expect.stringMatching(settledBy) as string,
    });
  });
});

describe("an endpoint that is partial, or being deleted", () => {
  it.each(["partial", "deleting"])("%s: may or may not pass traffic", async (State) => {
    const answer = await doctor(
      withChanges({ "describe-vpc-endpoints": endpoints({ ssm: { State } }) }),
      own,
    );
    expect(answer).toMatchObject({ overall: "cannot-tell", faults: [] });
    expect(checkOf(answer, "ssm.endpoint").status).toBe("cannot-tell");
  });
});

describe("a fault, and a fact that is missing beside it", () => {
  const faulty: Changes = { "describe-vpc-endpoints": endpoints({ ssm: { PrivateDnsEnabled: false } }) };
  const others = [
    "describe-security-groups",
    "describe-network-acls",
    "get-account-authorization-details",
    "describe-instance-information",
    "describe-images",
  ];

  it.each(others)("%s: the fault still decides", async (call) => {
    const answer = await doctor(withChanges({ ...faulty, [call]: undefined }), own);
    expect(answer.overall).toBe("does-not-connect");
    expect(faultsIn(answer)).toEqual(["DNS_PRIVATE_DNS_DISABLED vpce-0a1b2c3d4e5f60001"]);
  });
});

describe("a template", () => {
  it("without an instance profile leaves it to Default Host Management, which no template tells", async () => {
    const answer = await doctor(withFaults(instance("App", "PrivateA", "!Ref AppGroup")));
    expect(answer.overall).toBe("cannot-tell");
    expect(checkOf(answer, "credentials").settledBy).toContain("ssm get-service-setting");
  });

  it("with an AMI by its id leaves the agent open", async () => {
    const app = `ImageId: ami-0123456789abcdef0, SubnetId: !Ref PrivateA, SecurityGroupIds: [!Ref AppGroup], ${profiled}`;
    const answer = await doctor(withFaults(resource("App", "AWS::EC2::Instance", app)));
    expect(answer.overall).toBe("cannot-tell");
    expect(checkOf(answer, "agent").settledBy).toContain("describe-images --image-ids ami-0123456789abcdef0");
  });

  it("with DNS servers of its own leaves every name open", async () => {
    const change = lines(
      resource("Options", "AWS::EC2::DHCPOptions", "DomainNameServers: [10.0.0.10]"),
      resource(
        "OptionsOfVpc",
        "AWS::EC2::VPCDHCPOptionsAssociation",
        "VpcId: !Ref Vpc, DhcpOptionsId: !Ref Options",
      ),
    );
    const answer = await doctor(withFaults(change));
    expect(answer.overall).toBe("cannot-tell");
    expect(checkOf(answer, "ssm.name").status).toBe("cannot-tell");
    expect(checkOf(answer, "ssm.security-groups").status).toBe("pass");
  });

  it("with a role whose condition nobody can judge leaves the role open", async () => {
    const statement =
      '{ Effect: Allow, Action: ["ssm:*", "ssmmessages:*"], Resource: "*", Condition: { StringEquals: { "aws:PrincipalTag/team": a } } }';
    const change = lines(
      role([]),
      resource(
        "Own",
        "AWS::IAM::Policy",
        `PolicyName: own, Roles: [!Ref AppRole], PolicyDocument: { Version: "2012-10-17", Statement: [${statement}] }`,
      ),
    );
    const answer = await doctor(withFaults(change));
    expect(checkOf(answer, "credentials").status).toBe("cannot-tell");
  });

  it("under --strict is doubted for what it assumes", async () => {
    const answer = await doctor(withFaults(), { options: "--strict" });
    expect(answer.overall).toBe("cannot-tell");
    expect(answer.assumptions).toEqual([]);
  });

  it("with an endpoint policy for one instance leaves open whether it is this one", async () => {
    const statement =
      '{ Effect: Allow, Principal: "*", Action: "*", Resource: "arn:aws:ec2:us-east-1:111122223333:instance/i-0a1b2c3d4e5f60001" }';
    const more = `PolicyDocument: { Version: "2012-10-17", Statement: [${statement}] }`;
    const answer = await doctor(withFaults(interfaceEndpoint("ssm", { ...inB, more })));
    expect(answer.overall).toBe("cannot-tell");
    expect(checkOf(answer, "ssm.policy").status).toBe("cannot-tell");
  });
});
