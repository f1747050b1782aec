/** An estate in which Session Manager connects, as the AWS CLI prints it: two zones, an endpoint interface in each, no NAT. */
import { appId, describedFiles, rowsOf, subnetA, subnetB, vpcId, withPrivateRoutes } from "./described.ts";

type Call = Readonly<Record<string, unknown>>;
export type Changes = Readonly<Record<string, Call | undefined>>;

const account = "111122223333";
export const roleArn = `arn:aws:iam::${account}:role/app`;
export const endpointIds = { ssm: "vpce-0a1b2c3d4e5f60001", ssmmessages: "vpce-0a1b2c3d4e5f60003" } as const;
const messagesEnis = ["eni-0a1b2c3d4e5f60004", "eni-0a1b2c3d4e5f60005"] as const;
const setting = "/ssm/managed-instance/default-ec2-instance-management-role";

const [gatewayless] = rowsOf("describe-vpc-endpoints", "VpcEndpoints");

/** The endpoints for ssm and ssmmessages, each with some of its fields changed. */
export function endpoints(changes: Partial<Record<keyof typeof endpointIds, Call>> = {}): Call {
  const ssm = { ...gatewayless, ...changes.ssm };
  const ssmmessages = {
    ...gatewayless,
    VpcEndpointId: endpointIds.ssmmessages,
    ServiceName: "com.amazonaws.us-east-1.ssmmessages",
    NetworkInterfaceIds: messagesEnis,
    DnsEntries: [{ DnsName: "ssmmessages.us-east-1.amazonaws.com", HostedZoneId: "Z7HUB22UULQXV" }],
    ...changes.ssmmessages,
  };
  return { VpcEndpoints: [ssm, ssmmessages] };
}

function interfaces(): Call {
  const rows = rowsOf("describe-network-interfaces", "NetworkInterfaces");
  const [inA] = rows.filter(
    ({ SubnetId, InterfaceType }) => SubnetId === subnetA && InterfaceType === "vpc_endpoint",
  );
  const more = [subnetA, subnetB].map((SubnetId, index) => {
    const address = `10.0.${16 + index}.31`;
    return {
      ...inA,
      NetworkInterfaceId: messagesEnis[index],
      Description: `VPC Endpoint Interface ${endpointIds.ssmmessages}`,
      SubnetId,
      PrivateIpAddress: address,
      PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: address }],
    };
  });
  return { NetworkInterfaces: [...rows, ...more] };
}

export function instances(changes: Call = {}): Call {
  const [reservation] = rowsOf<{ readonly Instances: readonly Call[] }>("describe-instances", "Reservations");
  const own = {
    ...reservation?.Instances[0],
    ImageId: "ami-0a1b2c3d4e5f60001",
    IamInstanceProfile: { Arn: `arn:aws:iam::${account}:instance-profile/app`, Id: "AIPA" },
    MetadataOptions: {
      State: "applied",
      HttpTokens: "required",
      HttpPutResponseHopLimit: 1,
      HttpEndpoint: "enabled",
    },
    ...changes,
  };
  return { Reservations: [{ Instances: [own] }] };
}

export interface RoleChanges {
  readonly managed?: readonly string[];
  readonly inline?: readonly Call[];
}

/** `get-account-authorization-details` of the one role. */
export function roles({ managed = ["AmazonSSMManagedInstanceCore"], inline = [] }: RoleChanges = {}): Call {
  const role = { RoleName: "app", Arn: roleArn, Path: "/" };
  const policies = inline.map((statement, index) => ({
    PolicyName: `own-${index}`,
    PolicyDocument: { Version: "2012-10-17", Statement: [statement] },
  }));
  return {
    RoleDetailList: [
      {
        ...role,
        InstanceProfileList: [{ InstanceProfileName: "app", Roles: [role] }],
        RolePolicyList: policies,
        AttachedManagedPolicies: managed.map((name) => ({
          PolicyName: name,
          PolicyArn: `arn:aws:iam::aws:policy/${name}`,
        })),
      },
    ],
    Policies: [],
  };
}

export const hostManagement = (value: string): Call => ({
  ServiceSetting: {
    SettingId: setting,
    SettingValue: value,
    ARN: `arn:aws:ssm:us-east-1:${account}:servicesetting${setting}`,
  },
});

export const listed = (AgentVersion = "3.3.987.0", PingStatus = "Online"): Call => ({
  InstanceInformationList: [{ InstanceId: appId, PingStatus, AgentVersion, PlatformType: "Linux" }],
});

export const sessionDocument = (inputs: Call): Call => ({
  Name: "SSM-SessionManagerRunShell",
  DocumentType: "Session",
  DocumentFormat: "JSON",
  Content: JSON.stringify({ schemaVersion: "1.0", sessionType: "Standard_Stream", inputs }),
});

const healthy: Changes = {
  "describe-nat-gateways": { NatGateways: [] },
  "describe-route-tables": withPrivateRoutes(),
  "describe-vpc-endpoints": endpoints(),
  "describe-network-interfaces": interfaces(),
  "describe-instances": instances(),
  "describe-images": {
    Images: [{ ImageId: "ami-0a1b2c3d4e5f60001", Name: "al2023-ami-2023.9.20260101.0-kernel-6.1-x86_64" }],
  },
  "get-account-authorization-details": roles(),
  "get-service-setting": hostManagement("$None"),
  "describe-instance-information": listed(),
  "list-documents": { DocumentIdentifiers: [] },
};

/** Every call of the healthy estate by name. */
export const healthyCalls = Object.keys(healthy);

/** The files of the calls, with some answers replaced, and some calls not made (`undefined`). */
export const withChanges = (changes: Changes = {}): Readonly<Record<string, string>> =>
  describedFiles({ ...healthy, ...changes });

export { appId, vpcId };
