/** What this room is given to ask with, and what it hears back. Whoever makes the calls owns clients, credentials and time. */

export type Service =
  | "ec2"
  | "autoscaling"
  | "lambda"
  | "ecs"
  | "eks"
  | "route53"
  | "route53resolver"
  | "kafka"
  | "mq"
  | "docdb"
  | "iam"
  | "ssm";

export type Fields = Readonly<Record<string, unknown>>;

/**
 * Why there is no answer. `denied`: a permission is missing. `region-off`: the account has not enabled the Region.
 * `unavailable`: the service or the call is not there, or cannot be reached. `gone`: what was asked about was deleted
 * meanwhile. `failed`: anything else that lasted.
 */
export type Reason = "denied" | "region-off" | "unavailable" | "gone" | "failed";

export type Reply =
  | { readonly kind: "answered"; readonly output: Fields }
  | { readonly kind: "refused"; readonly because: Reason; readonly message: string };

/** One call of one account and Region, tried again as often as is sensible. Operations are named as in the API: `DescribeVpcs`. */
export type Call = (service: Service, operation: string, input: Fields) => Promise<Reply>;
