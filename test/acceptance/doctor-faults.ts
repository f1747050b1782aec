/**
 * An estate in which Session Manager connects, as a template, and faults to put into it one by one: those that the agent was
 * seen to meet, and the causes that AWS's runbooks look for (AWSSupport-TroubleshootManagedInstance,
 * -TroubleshootSessionManager, -AnalyzeAWSEndpointReachabilityFromEC2).
 *
 * The endpoints stand in another subnet than the instance, so that ACLs and routes have a part in it.
 */
import {
  acl,
  group,
  https,
  instance,
  interfaceEndpoint,
  lines,
  noNat,
  region,
  resource,
  template,
  trustOf,
  vpc,
} from "./estate.ts";

export interface TemplateFault {
  readonly name: string;
  readonly change: string;
  /** `CODE component`, all of them. */
  readonly faults: readonly string[];
  readonly rows: readonly string[];
  readonly symptom: RegExp;
}

export const inB = { subnets: "!Ref PrivateB" } as const;

const managed = (name: string) => `arn:aws:iam::aws:policy/${name}`;

export function role(policies: readonly string[], actions: readonly string[] = []): string {
  const statement = `{ Effect: Allow, Action: [${actions.map((action) => `"${action}"`).join(", ")}], Resource: "*" }`;
  const inline =
    actions.length === 0
      ? ""
      : `, Policies: [{ PolicyName: own, PolicyDocument: { Version: "2012-10-17", Statement: [${statement}] } }]`;
  const attached = `ManagedPolicyArns: [${policies.map((name) => `"${managed(name)}"`).join(", ")}]`;
  return resource("AppRole", "AWS::IAM::Role", `${trustOf("ec2")}, ${attached}${inline}`);
}

export const profiled = "IamInstanceProfile: !Ref AppProfile";

export function preferences(inputs: string): string {
  const content = `{ schemaVersion: "1.0", sessionType: Standard_Stream, inputs: { ${inputs} } }`;
  const properties = `Name: SSM-SessionManagerRunShell, DocumentType: Session, Content: ${content}`;
  return resource("Preferences", "AWS::SSM::Document", properties);
}

export const healthy = lines(
  noNat,
  interfaceEndpoint("ssm", inB),
  interfaceEndpoint("ssmmessages", inB),
  role(["AmazonSSMManagedInstanceCore"]),
  resource("AppProfile", "AWS::IAM::InstanceProfile", "Roles: [!Ref AppRole]"),
  instance("App", "PrivateA", "!Ref AppGroup", profiled),
  preferences(""),
);

export const withFaults = (...changes: readonly string[]): Readonly<Record<string, string>> => ({
  "template.yaml": template(healthy, ...changes),
});

const open = ["in 100 allow", "out 100 allow"] as const;
const both = ["ssm", "ssmmessages"] as const;
const name = (service: string) => `com.amazonaws.${region}.${service}`;

const neverListed = /never listed .*i\/o timeout/;
const onlineOnly = /Online.*TargetNotConnected/;

export const missingEndpoints: readonly TemplateFault[] = [
  {
    name: "no ssm endpoint",
    change: "ssmEndpoint: ~",
    faults: [`NO_ROUTE_TO_DESTINATION ${name("ssm")}`],
    rows: ["ssm"],
    symptom: neverListed,
  },
  {
    name: "no ssmmessages endpoint",
    change: "ssmmessagesEndpoint: ~",
    faults: [`NO_ROUTE_TO_DESTINATION ${name("ssmmessages")}`],
    rows: ["ssmmessages"],
    symptom: onlineOnly,
  },
];

const policyOf = (service: string, action: string) =>
  interfaceEndpoint(service, {
    ...inB,
    more: `PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: "*", Action: "*", Resource: "*" }, { Effect: Deny, Principal: "*", Action: "${action}", Resource: "*" }] }`,
  });

/** Each touches other resources than the others of its list, so that any two of different lists may stand together. */
export const endpointFaults: readonly TemplateFault[] = [
  {
    name: "private DNS of ssm is off",
    change: interfaceEndpoint("ssm", { ...inB, privateDns: false }),
    faults: ["DNS_PRIVATE_DNS_DISABLED ssmEndpoint"],
    rows: ["ssm"],
    symptom: neverListed,
  },
  {
    name: "private DNS of ssmmessages is off",
    change: interfaceEndpoint("ssmmessages", { ...inB, privateDns: false }),
    faults: ["DNS_PRIVATE_DNS_DISABLED ssmmessagesEndpoint"],
    rows: ["ssmmessages"],
    symptom: onlineOnly,
  },
  {
    name: "the policy of ssm refuses UpdateInstanceInformation",
    change: policyOf("ssm", "ssm:UpdateInstanceInformation"),
    faults: ["POLICY_DENIES ssmEndpoint"],
    rows: ["ssm"],
    symptom: /AccessDeniedException.*no valid credentials could be retrieved/,
  },
  {
    name: "the policy of ssmmessages refuses one of the four calls",
    change: policyOf("ssmmessages", "ssmmessages:OpenDataChannel"),
    faults: ["POLICY_DENIES ssmmessagesEndpoint"],
    rows: ["ssmmessages"],
    symptom: /Online; with its control channel refused/,
  },
  {
    name: "the endpoint of ssmmessages has the default group",
    change: interfaceEndpoint("ssmmessages", { ...inB, groups: "" }),
    faults: ["ENI_SG_RULES_MISMATCH Vpc.default"],
    rows: ["ssmmessages"],
    symptom: onlineOnly,
  },
];

export const groupFaults: readonly TemplateFault[] = [
  {
    name: "the endpoints' group admits another subnet alone",
    change: group("EndpointGroup", { ingress: https("CidrIp: 10.0.0.0/24") }),
    faults: ["ENI_SG_RULES_MISMATCH EndpointGroup"],
    rows: both,
    symptom: neverListed,
  },
  {
    name: "the instance's group lets out something else",
    change: group("AppGroup", {
      egress: "{ IpProtocol: tcp, FromPort: 5432, ToPort: 5432, CidrIp: 10.0.0.0/16 }",
    }),
    faults: ["ENI_SG_RULES_MISMATCH AppGroup"],
    rows: both,
    symptom: neverListed,
  },
];

export const aclFaults: readonly TemplateFault[] = [
  {
    name: "the instance's ACL lets nothing out to 443",
    change: acl("PrivateA", "in 100 allow", "out 100 allow tcp 80"),
    faults: ["SUBNET_ACL_RESTRICTION PrivateAAcl"],
    rows: both,
    symptom: neverListed,
  },
  {
    name: "the instance's ACL lets the answers not in",
    change: acl("PrivateA", "in 100 allow tcp 443", "out 100 allow"),
    faults: ["SUBNET_ACL_RESTRICTION PrivateAAcl"],
    rows: both,
    symptom: neverListed,
  },
  {
    name: "the endpoints' ACL lets requests not in",
    change: acl("PrivateB", "in 90 deny tcp 443", ...open),
    faults: ["SUBNET_ACL_RESTRICTION PrivateBAcl"],
    rows: both,
    symptom: neverListed,
  },
  {
    name: "the endpoints' ACL lets part of the answers out",
    change: acl("PrivateB", "in 100 allow", "out 100 allow tcp 32768-50000"),
    faults: ["SUBNET_ACL_RESTRICTION PrivateBAcl"],
    rows: both,
    symptom: neverListed,
  },
];

const privateZone = (domain: string) =>
  resource(
    "Zone",
    "AWS::Route53::HostedZone",
    `Name: ${domain}, VPCs: [{ VPCId: !Ref Vpc, VPCRegion: ${region} }]`,
  );

export const nameFaults: readonly TemplateFault[] = [
  {
    name: "a private zone takes the name of ssm",
    change: privateZone(`ssm.${region}.amazonaws.com`),
    faults: ["DNS_ZONE_SHADOWS Zone"],
    rows: ["ssm"],
    symptom: /never listed .*no such host/,
  },
  {
    name: "the VPC's resolver is off",
    change: vpc("EnableDnsSupport: false, EnableDnsHostnames: false"),
    faults: ["DNS_SUPPORT_DISABLED Vpc"],
    rows: both,
    symptom: /never listed .*lookup .*i\/o timeout/,
  },
  {
    name: "the VPC has no host names",
    change: vpc("EnableDnsSupport: true, EnableDnsHostnames: false"),
    faults: ["DNS_HOSTNAMES_DISABLED Vpc"],
    rows: both,
    symptom: neverListed,
  },
  {
    name: "the option set names no DNS server",
    change: lines(
      resource("Options", "AWS::EC2::DHCPOptions", "DomainName: example.internal"),
      resource(
        "OptionsOfVpc",
        "AWS::EC2::VPCDHCPOptionsAssociation",
        "VpcId: !Ref Vpc, DhcpOptionsId: !Ref Options",
      ),
    ),
    faults: ["DNS_NO_RESOLVER Options"],
    rows: both,
    symptom: /never listed .*connection refused/,
  },
];

export const machineFaults: readonly TemplateFault[] = [
  {
    name: "the metadata service is off",
    change: instance(
      "App",
      "PrivateA",
      "!Ref AppGroup",
      `${profiled}, MetadataOptions: { HttpEndpoint: disabled }`,
    ),
    faults: ["SSM_METADATA_DISABLED App"],
    rows: ["metadata"],
    symptom: /Agent failed to assume any identity/,
  },
  {
    name: "a launch template switches it off",
    change: lines(
      resource(
        "Launch",
        "AWS::EC2::LaunchTemplate",
        "LaunchTemplateData: { MetadataOptions: { HttpEndpoint: disabled, HttpTokens: required } }",
      ),
      instance(
        "App",
        "PrivateA",
        "!Ref AppGroup",
        `${profiled}, LaunchTemplate: { LaunchTemplateId: !Ref Launch, Version: "1" }`,
      ),
    ),
    faults: ["SSM_METADATA_DISABLED App"],
    rows: ["metadata"],
    symptom: /Agent failed to assume any identity/,
  },
  {
    name: "the image carries no agent",
    change: resource(
      "App",
      "AWS::EC2::Instance",
      `ImageId: "{{resolve:ssm:/aws/service/debian/release/12/latest/amd64}}", SubnetId: !Ref PrivateA, SecurityGroupIds: [!Ref AppGroup], ${profiled}`,
    ),
    faults: ["SSM_AGENT_NOT_INSTALLED App"],
    rows: ["agent"],
    symptom: /never listed/,
  },
];

export const roleFaults: readonly TemplateFault[] = [
  {
    name: "the role may not use the channels",
    change: role([], ["ssm:UpdateInstanceInformation"]),
    faults: ["SSM_ROLE_LACKS_PERMISSION AppRole"],
    rows: ["credentials"],
    symptom: /Online; with its control channel refused/,
  },
  {
    name: "a policy of the role denies one of the channels",
    change: lines(
      role(["AmazonSSMManagedInstanceCore"]),
      resource(
        "Denied",
        "AWS::IAM::Policy",
        'PolicyName: denied, Roles: [!Ref AppRole], PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Deny, Action: "ssmmessages:Create*", Resource: "*" }] }',
      ),
    ),
    faults: ["SSM_ROLE_LACKS_PERMISSION AppRole"],
    rows: ["credentials"],
    symptom: /Online; with its control channel refused/,
  },
];

export const preferenceFaults: readonly TemplateFault[] = [
  {
    name: "sessions are encrypted, and kms is out of reach",
    change: preferences("kmsKeyId: alias/sessions"),
    faults: [`NO_ROUTE_TO_DESTINATION ${name("kms")}`],
    rows: ["kms"],
    symptom: /data key could not be decrypted/,
  },
  {
    name: "logs must be encrypted, and their service is out of reach",
    change: preferences("cloudWatchLogGroupName: sessions, cloudWatchEncryptionEnabled: true"),
    faults: [`NO_ROUTE_TO_DESTINATION ${name("logs")}`],
    rows: ["logs"],
    symptom: /unable to validate encryption on CloudWatch Logs/,
  },
];

export const templateFaults: readonly TemplateFault[] = [
  ...missingEndpoints,
  ...endpointFaults,
  ...groupFaults,
  ...aclFaults,
  ...nameFaults,
  ...machineFaults,
  ...roleFaults,
  ...preferenceFaults,
];
