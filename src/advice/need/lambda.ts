/**
 * What the Lambda service does under a function's role from outside the function's VPC: it delivers the logs and manages
 * the network interfaces, and polls event sources. No packet of it leaves the function's interfaces, so no endpoint is needed.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html and lambda-intro-execution-role.html
 */
const policies = new Set(["AWSLambdaBasicExecutionRole", "AWSLambdaVPCAccessExecutionRole"]);

/** For event sources, which the service polls itself; a function whose own code polls is rare. */
const pollingPolicies = new Set([
  "AWSLambdaDynamoDBExecutionRole",
  "AWSLambdaKinesisExecutionRole",
  "AWSLambdaSQSQueueExecutionRole",
]);

/** CDK grants these along with every right to read a table. */
const pollingActions = new Set([
  "dynamodb:describestream",
  "dynamodb:getrecords",
  "dynamodb:getsharditerator",
  "dynamodb:liststreams",
]);

const actions = new Set([
  "logs:createloggroup",
  "logs:createlogstream",
  "logs:putlogevents",
  "ec2:createnetworkinterface",
  "ec2:describenetworkinterfaces",
  "ec2:describesubnets",
  "ec2:deletenetworkinterface",
  "ec2:assignprivateipaddresses",
  "ec2:unassignprivateipaddresses",
]);

/** `policy` is a name or an ARN; `action` as written in a document. */
type Permission = { readonly policy: string } | { readonly action: string };

export const isDoneByLambda = (permission: Permission): boolean => isIn(permission, { policies, actions });

/** What Lambda polls under the role for event sources, and the code only where it polls by itself. */
export const isPolling = (permission: Permission): boolean =>
  isIn(permission, { policies: pollingPolicies, actions: pollingActions });

interface Permissions {
  readonly policies: ReadonlySet<string>;
  readonly actions: ReadonlySet<string>;
}

function isIn(permission: Permission, { policies, actions }: Permissions): boolean {
  return "policy" in permission
    ? policies.has(permission.policy.split("/").at(-1) ?? "")
    : actions.has(permission.action.toLowerCase());
}
