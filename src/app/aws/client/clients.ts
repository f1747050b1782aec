/** The AWS SDK's clients, each loaded when its first call is made: together they are far larger than denat itself. */
import type { Fields, Service } from "../../../readers/aws/index.ts";

/** What all of them have in common, as far as it is used here. */
export interface Client {
  readonly send: (command: object) => Promise<object>;
  readonly destroy: () => void;
}

interface Sdk {
  readonly Client: new (settings: object) => Client;
  /** Among them the commands, by name: `DescribeVpcsCommand`. */
  readonly exports: Readonly<Record<string, unknown>>;
}

const packages: Readonly<Record<Service, () => Promise<Sdk>>> = {
  ec2: async () => toSdk(await import("@aws-sdk/client-ec2"), "EC2Client"),
  autoscaling: async () => toSdk(await import("@aws-sdk/client-auto-scaling"), "AutoScalingClient"),
  lambda: async () => toSdk(await import("@aws-sdk/client-lambda"), "LambdaClient"),
  ecs: async () => toSdk(await import("@aws-sdk/client-ecs"), "ECSClient"),
  eks: async () => toSdk(await import("@aws-sdk/client-eks"), "EKSClient"),
  kafka: async () => toSdk(await import("@aws-sdk/client-kafka"), "KafkaClient"),
  mq: async () => toSdk(await import("@aws-sdk/client-mq"), "MqClient"),
  docdb: async () => toSdk(await import("@aws-sdk/client-docdb"), "DocDBClient"),
  route53: async () => toSdk(await import("@aws-sdk/client-route-53"), "Route53Client"),
  route53resolver: async () =>
    toSdk(await import("@aws-sdk/client-route53resolver"), "Route53ResolverClient"),
  iam: async () => toSdk(await import("@aws-sdk/client-iam"), "IAMClient"),
  ssm: async () => toSdk(await import("@aws-sdk/client-ssm"), "SSMClient"),
};

function toSdk(exports: object, client: string): Sdk {
  const byName = exports as Readonly<Record<string, unknown>>;
  return { Client: byName[client] as Sdk["Client"], exports: byName };
}

/** The SDK's shape of a credential. */
export interface Credential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

export type CredentialProvider = () => Promise<Credential>;

export interface ClientSettings {
  readonly region: string;
  readonly credentials: CredentialProvider;
}

interface CommonSettings extends ClientSettings {
  readonly maxAttempts: number;
  readonly requestHandler: {
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    readonly throwOnRequestTimeout: boolean;
  };
}

/** Retries are ours (retry.ts), so that they can be counted and bounded in one place. */
export function commonSettings({ region, credentials }: ClientSettings): CommonSettings {
  return {
    region,
    credentials,
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000, throwOnRequestTimeout: true },
  };
}

export async function makeClient(service: Service, settings: ClientSettings): Promise<Client> {
  quietenSdk();
  const { Client } = await packages[service]();
  return new Client(commonSettings(settings));
}

/** The command of an operation, as `new DescribeVpcsCommand(input)` would make it. */
export async function makeCommand(service: Service, operation: string, input: Fields): Promise<object> {
  const { exports } = await packages[service]();
  const Command = exports[`${operation}Command`];
  if (typeof Command !== "function") throw new Error(`the client of ${service} has no ${operation}`);
  return new (Command as new (input: Fields) => object)(input);
}

/** The SDK warns of versions of Node that it will leave behind, which is denat's business and not its user's. */
export function quietenSdk(): void {
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
}
