/** Event sources that stand in a VPC, as clues of whatever input write them: `kafka with a secret`, `mq rabbitmq`. */
export type EventSourceKind = "kafka" | "self-managed-kafka" | "mq" | "documentdb";

/** Whether what is written of access to the source names a secret. */
export type SecretUse = "yes" | "no" | "unknown";

const arns: readonly (readonly [RegExp, EventSourceKind])[] = [
  [/^arn:[^:]*:kafka:/, "kafka"],
  [/^arn:[^:]*:mq:/, "mq"],
  [/^arn:[^:]*:rds:/, "documentdb"],
];

/** Undefined for what the service polls from outside every VPC. */
export const kindOfArn = (arn: string): EventSourceKind | undefined =>
  arns.find(([pattern]) => pattern.test(arn))?.[1];

/** https://docs.aws.amazon.com/lambda/latest/api/API_SourceAccessConfiguration.html (read 2026-11-29) */
const withoutSecret = new Set(["VPC_SUBNET", "VPC_SECURITY_GROUP", "VIRTUAL_HOST"]);

export function secretUse(types: readonly (string | undefined)[]): SecretUse {
  if (types.some((type) => type !== undefined && !withoutSecret.has(type))) return "yes";
  return types.includes(undefined) ? "unknown" : "no";
}

const secretWords: Readonly<Record<SecretUse, string>> = {
  yes: " with a secret",
  no: "",
  unknown: " with access unknown",
};

export function eventSourceText({
  kind,
  engine,
  secret,
}: {
  readonly kind: EventSourceKind;
  /** Of a broker: `ActiveMQ` or `RabbitMQ`. */
  readonly engine: string | undefined;
  readonly secret: SecretUse;
}): string {
  return `${kind}${engine === undefined ? "" : ` ${engine.toLowerCase()}`}${secretWords[secret]}`;
}

/** The services that take records of which the function made nothing; a topic of the cluster itself is none. */
const destinations: readonly (readonly [RegExp, string])[] = [
  [/^AWS::SQS::Queue$|^arn:[^:]*:sqs:/, "sqs"],
  [/^AWS::SNS::Topic$|^arn:[^:]*:sns:/, "sns"],
  [/^AWS::S3::Bucket$|^arn:[^:]*:s3:/, "s3"],
];

export const failureText = (destination: string): string | undefined => {
  const service = destinations.find(([pattern]) => pattern.test(destination))?.[1];
  return service === undefined ? undefined : `on-failure ${service}`;
};
