/** Commands that tell whether a service is reached, from inside a workload. */
import { word } from "./markup.ts";

/** Read-only calls that need little: what they answer does not matter, only that an answer comes. */
const calls: Readonly<Record<string, string>> = {
  s3: "aws s3api list-buckets --max-items 1",
  dynamodb: "aws dynamodb list-tables --max-items 1",
  ssm: "aws ssm describe-instance-information --max-items 1",
  ec2: "aws ec2 describe-regions",
  "ecr.api": "aws ecr get-authorization-token --output text --query 'authorizationData[0].expiresAt'",
  logs: "aws logs describe-log-groups --max-items 1",
  monitoring: "aws cloudwatch list-metrics --max-items 1",
  sts: "aws sts get-caller-identity",
  kms: "aws kms list-aliases --max-items 1",
  secretsmanager: "aws secretsmanager list-secrets --max-items 1",
  sqs: "aws sqs list-queues --max-items 1",
  sns: "aws sns list-topics --max-items 1",
  lambda: "aws lambda list-functions --max-items 1",
  ecs: "aws ecs list-clusters --max-items 1",
  eks: "aws eks list-clusters --max-items 1",
  events: "aws events list-rules --limit 1",
  states: "aws stepfunctions list-state-machines --max-items 1",
};

export interface Probed {
  readonly service: string;
  readonly region: string;
  /** Undefined where no name of the service is known. */
  readonly host: string | undefined;
  /** In full. */
  readonly serviceName: string;
  readonly vpc: string;
}

/** Any HTTP status is an answer, 403 and 404 too: only a time-out or a name that does not resolve is a failure. */
const curl = (url: string) => `curl -sS -m 10 -o /dev/null -w '%{http_code}\\n' ${url}`;

/** By the endpoint's own name, which leads there before private DNS does. */
export function probeByOwnName({ service, region, serviceName, vpc }: Probed): string {
  const find = [
    "name=$(aws ec2 describe-vpc-endpoints",
    `--region ${word(region)}`,
    "--filters",
    // A name of the input is no id of the account.
    ...(vpc.startsWith("vpc-") ? [word(`Name=vpc-id,Values=${vpc}`)] : []),
    word(`Name=service-name,Values=${serviceName}`),
    "--query 'VpcEndpoints[0].DnsEntries[0].DnsName' --output text)",
  ].join(" ");
  const call = calls[service];
  const ask =
    call === undefined
      ? curl('"https://$name/"')
      : `${call} --region ${word(region)} --endpoint-url "https://$name"`;
  return `${find}\n${ask}`;
}

/** By the name that every client dials. */
export function probeByName({ service, region, host }: Probed): string {
  const call = calls[service];
  const ask = call === undefined ? undefined : `${call} --region ${word(region)}`;
  const name = host === undefined ? [] : [`dig +short ${word(host)}`];
  const other = host === undefined ? [] : [curl(word(`https://${host}/`))];
  return [...name, ...(ask === undefined ? other : [ask])].join("\n");
}
