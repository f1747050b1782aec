/** The fault matrix, as answers of the AWS CLI; the same estate and faults as a deployed account shows them. */
import { describe, expect, it } from "vitest";
import { aclOf, entry, rowsOf, subnetA, subnetB, withPrivateRoutes } from "./described.ts";
import { checkOf, doctor, failingRows, faultsIn, symptomOf } from "./doctor-ask.ts";
import {
  appId,
  endpointIds,
  endpoints,
  hostManagement,
  instances,
  listed,
  roleArn,
  roles,
  sessionDocument,
  vpcId,
  withChanges,
} from "./doctor-described.ts";
import type { Changes } from "./doctor-described.ts";

interface DescribedFault {
  readonly name: string;
  readonly changes: Changes;
  readonly faults: readonly string[];
  readonly rows: readonly string[];
  readonly symptom: RegExp;
}

const both = ["ssm", "ssmmessages"] as const;
const neverListed = /never listed .*i\/o timeout/;
const onlineOnly = /Online.*TargetNotConnected/;
const { ssm, ssmmessages } = endpointIds;
const own = { workload: appId };

const attribute = (name: "EnableDnsSupport" | "EnableDnsHostnames", Value: boolean) => ({
  VpcId: vpcId,
  [name]: { Value },
});

function groups(app: object, endpoint: object) {
  const [first, second] = rowsOf("describe-security-groups", "SecurityGroups");
  return {
    SecurityGroups: [
      { ...first, ...app },
      { ...second, ...endpoint },
    ],
  };
}

const rule = (port: number, CidrIp: string) => [
  {
    IpProtocol: "tcp",
    FromPort: port,
    ToPort: port,
    IpRanges: [{ CidrIp }],
    Ipv6Ranges: [],
    PrefixListIds: [],
    UserIdGroupPairs: [],
  },
];

const acls = (...extra: Parameters<typeof aclOf>[]) => ({
  NetworkAcls: [
    ...rowsOf("describe-network-acls", "NetworkAcls").map(withoutSubnets),
    ...extra.map((one) => aclOf(...one)),
  ],
});

const withoutSubnets = (acl: object) => ({ ...acl, Associations: [] });

const everything = [entry(false, 100, "allow"), entry(true, 100, "allow")] as const;
const tcp = (egress: boolean, number: number, from: number, to: number) => ({
  ...entry(egress, number, "allow"),
  Protocol: "6",
  PortRange: { From: from, To: to },
});

const faults: readonly DescribedFault[] = [
  {
    name: "the instance is stopped",
    changes: {
      "describe-instances": instances({ State: { Code: 80, Name: "stopped" } }),
      "describe-instance-information": listed("3.3.987.0", "ConnectionLost"),
    },
    faults: [`SSM_INSTANCE_NOT_RUNNING ${appId}`],
    rows: ["workload"],
    symptom: /ConnectionLost/,
  },
  {
    name: "the metadata service is off",
    changes: {
      "describe-instances": instances({
        MetadataOptions: { HttpEndpoint: "disabled", HttpTokens: "required", HttpPutResponseHopLimit: 1 },
      }),
    },
    faults: [`SSM_METADATA_DISABLED ${appId}`],
    rows: ["metadata"],
    symptom: /Agent failed to assume any identity/,
  },
  {
    name: "no instance profile, and no Default Host Management",
    changes: { "describe-instances": instances({ IamInstanceProfile: undefined }) },
    faults: [`SSM_NO_CREDENTIALS ${appId}`],
    rows: ["credentials"],
    symptom: /no valid credentials could be retrieved/,
  },
  {
    name: "a role that has nothing of the agent's, and no Default Host Management",
    changes: { "get-account-authorization-details": roles({ managed: ["AmazonS3ReadOnlyAccess"] }) },
    faults: [`SSM_ROLE_LACKS_PERMISSION ${roleArn}`],
    rows: ["credentials"],
    symptom: /AccessDeniedException on UpdateInstanceInformation/,
  },
  {
    name: "a role that may report and not open channels: Default Host Management does not step in",
    changes: {
      "get-account-authorization-details": roles({
        managed: [],
        inline: [{ Effect: "Allow", Action: "ssm:*", Resource: "*" }],
      }),
      "get-service-setting": hostManagement("service-role/AWSSystemsManagerDefaultEC2InstanceManagementRole"),
    },
    faults: [`SSM_ROLE_LACKS_PERMISSION ${roleArn}`],
    rows: ["credentials"],
    symptom: /Online; with its control channel refused/,
  },
  {
    name: "no ssm endpoint",
    changes: {
      "describe-vpc-endpoints": { VpcEndpoints: (endpoints()["VpcEndpoints"] as readonly object[]).slice(1) },
    },
    faults: ["NO_ROUTE_TO_DESTINATION com.amazonaws.us-east-1.ssm"],
    rows: ["ssm"],
    symptom: neverListed,
  },
  {
    name: "the endpoint of ssmmessages has failed",
    changes: { "describe-vpc-endpoints": endpoints({ ssmmessages: { State: "failed" } }) },
    faults: [`BAD_STATE ${ssmmessages}`],
    rows: ["ssmmessages"],
    symptom: onlineOnly,
  },
  {
    name: "the endpoint of ssm waits for acceptance",
    changes: { "describe-vpc-endpoints": endpoints({ ssm: { State: "pendingAcceptance" } }) },
    faults: [`BAD_STATE ${ssm}`],
    rows: ["ssm"],
    symptom: neverListed,
  },
  {
    name: "private DNS of ssm is off",
    changes: { "describe-vpc-endpoints": endpoints({ ssm: { PrivateDnsEnabled: false } }) },
    faults: [`DNS_PRIVATE_DNS_DISABLED ${ssm}`],
    rows: ["ssm"],
    symptom: neverListed,
  },
  {
    name: "the policy of ssm admits another instance alone",
    changes: {
      "describe-vpc-endpoints": endpoints({
        ssm: {
          PolicyDocument: JSON.stringify({
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Allow",
                Principal: "*",
                Action: "*",
                Resource: "arn:aws:ec2:us-east-1:111122223333:instance/i-0ffffffffffffffff",
              },
            ],
          }),
        },
      }),
    },
    faults: [`POLICY_DENIES ${ssm}`],
    rows: ["ssm"],
    symptom: /AccessDeniedException/,
  },
  {
    name: "the VPC's resolver is off",
    changes: { "describe-vpc-attribute-support": attribute("EnableDnsSupport", false) },
    faults: [`DNS_SUPPORT_DISABLED ${vpcId}`],
    rows: both,
    symptom: /lookup … on …:53/,
  },
  {
    name: "the VPC has no host names",
    changes: { "describe-vpc-attribute-hostnames": attribute("EnableDnsHostnames", false) },
    faults: [`DNS_HOSTNAMES_DISABLED ${vpcId}`],
    rows: both,
    symptom: neverListed,
  },
  {
    name: "the endpoints' group admits another block",
    changes: { "describe-security-groups": groups({}, { IpPermissions: rule(443, "10.9.0.0/16") }) },
    faults: ["ENI_SG_RULES_MISMATCH sg-0a1b2c3d4e5f60002"],
    rows: both,
    symptom: neverListed,
  },
  {
    name: "the instance's group lets nothing out",
    changes: { "describe-security-groups": groups({ IpPermissionsEgress: [] }, {}) },
    faults: ["SG_HAS_NO_RULES sg-0a1b2c3d4e5f60001"],
    rows: both,
    symptom: neverListed,
  },
  {
    name: "the instance's ACL lets the answers not in: now and then, for the other zone's interface",
    changes: {
      "describe-network-acls": acls(
        ["acl-app", [subnetA], [tcp(false, 100, 443, 443), entry(true, 100, "allow")]],
        ["acl-b", [subnetB], everything],
      ),
    },
    faults: ["SUBNET_ACL_RESTRICTION acl-app"],
    rows: both,
    symptom: neverListed,
  },
  {
    name: "the other zone's ACL lets requests not in",
    changes: {
      "describe-network-acls": acls(
        ["acl-app", [subnetA], everything],
        ["acl-b", [subnetB], [tcp(false, 100, 80, 80), entry(true, 100, "allow")]],
      ),
    },
    faults: ["SUBNET_ACL_RESTRICTION acl-b"],
    rows: both,
    symptom: neverListed,
  },
  {
    name: "a route to the other zone's subnet is a blackhole",
    changes: {
      "describe-route-tables": withPrivateRoutes({
        DestinationCidrBlock: "10.0.17.0/24",
        NetworkInterfaceId: "eni-0gone",
        Origin: "CreateRoute",
        State: "blackhole",
      }),
    },
    faults: ["BAD_STATE_ROUTE rtb-0a1b2c3d4e5f60002"],
    rows: both,
    symptom: neverListed,
  },
  {
    name: "an old agent without ec2messages",
    changes: { "describe-instance-information": listed("3.2.2303.0") },
    faults: ["NO_ROUTE_TO_DESTINATION com.amazonaws.us-east-1.ec2messages"],
    rows: ["ec2messages"],
    symptom: /older than 3\.3\.40\.0/,
  },
  {
    name: "sessions are encrypted, and kms is out of reach",
    changes: { "get-document": sessionDocument({ kmsKeyId: "alias/sessions" }) },
    faults: ["NO_ROUTE_TO_DESTINATION com.amazonaws.us-east-1.kms"],
    rows: ["kms"],
    symptom: /data key could not be decrypted/,
  },
];

describe("an account in which sessions open", () => {
  it("passes every check", async () => {
    const answer = await doctor(withChanges(), own);
    expect(answer.overall).toBe("connects");
    expect(answer.faults).toEqual([]);
    const unsure = answer.checks.filter(({ status }) => status !== "pass" && status !== "not-needed");
    expect(unsure.map(({ id }) => id)).toEqual([]);
    expect(checkOf(answer, "agent-version").message).toBe("3.3.987.0");
    expect(checkOf(answer, "ssm.name").message).toContain("10.0.16.30, 10.0.17.30");
  });

  it("may have its credentials of Default Host Management alone", async () => {
    const changes = {
      "describe-instances": instances({ IamInstanceProfile: undefined }),
      "get-service-setting": hostManagement("service-role/AWSSystemsManagerDefaultEC2InstanceManagementRole"),
    };
    const answer = await doctor(withChanges(changes), own);
    expect(answer.overall).toBe("connects");
    expect(checkOf(answer, "credentials").message).toContain("Default Host Management Configuration is on");
  });

  it("then needs an endpoint policy that gives out the role's token", async () => {
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: "*", Action: "ssm:UpdateInstanceInformation", Resource: "*" },
      ],
    });
    const policy = { "describe-vpc-endpoints": endpoints({ ssm: { PolicyDocument } }) };
    expect((await doctor(withChanges(policy), own)).overall).toBe("connects");
    const answer = await doctor(
      withChanges({
        ...policy,
        "describe-instances": instances({ IamInstanceProfile: undefined }),
        "get-service-setting": hostManagement("AWSSystemsManagerDefaultEC2InstanceManagementRole"),
      }),
      own,
    );
    expect(faultsIn(answer)).toEqual([`POLICY_DENIES ${ssm}`]);
  });

  it("then has an agent that knows of it", async () => {
    const changes = {
      "describe-instances": instances({ IamInstanceProfile: undefined }),
      "get-service-setting": hostManagement("AWSSystemsManagerDefaultEC2InstanceManagementRole"),
      "describe-instance-information": listed("3.2.500.0"),
    };
    const answer = await doctor(withChanges(changes), own);
    expect(faultsIn(answer)).toContain(`SSM_NO_CREDENTIALS ${appId}`);
    expect(checkOf(answer, "credentials").message).toContain("older than 3.2.582.0");
  });

  it("is none for certain while the agent is not heard of", async () => {
    for (const information of [listed("3.3.987.0", "ConnectionLost"), { InstanceInformationList: [] }]) {
      const answer = await doctor(withChanges({ "describe-instance-information": information }), own);
      expect(answer).toMatchObject({ overall: "cannot-tell", faults: [] });
      expect(checkOf(answer, "agent").settledBy).toMatch(/restart the agent|systemctl status/);
    }
  });

  it("is found by an address or interface of the instance as well", async () => {
    for (const workload of ["10.0.16.20", "eni-0a1b2c3d4e5f60001"])
      expect((await doctor(withChanges(), { workload })).workload.id).toBe(appId);
  });
});

describe("a single fault", () => {
  it.each(faults.map((row) => [row.name, row] as const))("%s", async (_, row) => {
    const answer = await doctor(withChanges(row.changes), own);
    expect({ faults: faultsIn(answer), rows: failingRows(answer) }).toEqual({
      faults: row.faults,
      rows: row.rows,
    });
    expect(answer.overall).toBe("does-not-connect");
    expect(symptomOf(answer)).toMatch(row.symptom);
  });
});
