/**
 * What the Lambda service does under a function's role from outside the function's VPC: it delivers the logs and manages
 * the network interfaces. No packet of it leaves the function's interfaces, so no endpoint is needed.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html and lambda-intro-execution-role.html
 */
const policies = new Set(["AWSLambdaBasicExecutionRole", "AWSLambdaVPCAccessExecutionRole"]);

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
export function isDoneByLambda(permission: { policy: string } | { action: string }): boolean {
  return "policy" in permission
    ? policies.has(permission.policy.split("/").at(-1) ?? "")
    : actions.has(permission.action.toLowerCase());
}
