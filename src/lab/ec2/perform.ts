/**
 * One request, from its parameters to its answer. An action that fails, or that was a dry run, has changed nothing.
 *
 * A client token makes a request repeatable: the same token with the same parameters is answered as the first time.
 */
import type { Action, Context } from "./actions/context.ts";
import { actions } from "./actions/index.ts";
import { without } from "./actions/without.ts";
import { Ec2Error, invalidValue, unsupported } from "./error.ts";
import type { ParameterNode } from "./protocol/parameters.ts";
import { readInput } from "./protocol/read-input.ts";
import { operations } from "./protocol/shape.ts";
import { apiVersion } from "./protocol/write-xml.ts";
import type { TokenRow } from "./store/rows.ts";
import type { Journal } from "./store/table.ts";
import type { Operation } from "../schema/shape.ts";

interface Performed {
  readonly operation: Operation;
  readonly output: object | undefined;
  readonly changed: boolean;
}

/** Throws what the request is refused with. */
export function perform(parameters: ParameterNode, context: Context, journal: Journal): Performed {
  const { operation, action } = mustAction(parameters);
  // A Region that was just set up keeps its default VPC whatever becomes of the request.
  journal.commit();
  try {
    const input = readInput(operation.input(), parameters);
    const answer = () => once(operation.name, input, { context, action });
    if (input["DryRun"] === true) throw endOfDryRun(answer);
    const output = answer();
    const changed = journal.isDirty();
    journal.commit();
    return { operation, output, changed };
  } catch (error) {
    journal.rollBack();
    throw error;
  }
}

/** Refusals that tell of the state of what is there. */
const ofState =
  /^(DependencyViolation|Incorrect(Instance)?State|InvalidStateTransition|InvalidPermission\.Duplicate|RouteAlreadyExists|Resource\.AlreadyAssociated|.*\.InUse|.*LimitExceeded)$/;

/**
 * A dry run asks whether the caller may make the request, of the resources that it names; not whether it would be done:
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonParameters.html (read 2026-11-29).
 */
function endOfDryRun(answer: () => unknown): unknown {
  try {
    answer();
  } catch (error) {
    if (!(error instanceof Ec2Error) || !ofState.test(error.code)) return error;
  }
  return new Ec2Error("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);
}

function mustAction(parameters: ParameterNode): { readonly operation: Operation; readonly action: Action } {
  const textOf = (name: string) => parameters.children.get(name)?.text;
  const name = textOf("Action");
  const version = textOf("Version");
  if (name === undefined || name === "")
    throw new Ec2Error("MissingAction", "The request is missing an action or a required parameter");
  if (version !== undefined && version !== apiVersion)
    throw new Ec2Error(
      "NoSuchVersion",
      `The requested version (${version}) of service AmazonEC2 does not exist`,
    );
  const operation = operations().get(name);
  if (operation === undefined)
    throw new Ec2Error("InvalidAction", `The action ${name} is not valid for this web service.`);
  const action = actions.get(name);
  if (action === undefined) throw unsupported(`denat's lab does not support the EC2 action ${name}`);
  return { operation, action };
}

type Input = Readonly<Record<string, unknown>>;

interface Work {
  readonly context: Context;
  readonly action: Action;
}

function once(name: string, input: Input, { context, action }: Work): object | undefined {
  const { ClientToken } = input;
  const run = () => action(input as never, context);
  if (typeof ClientToken !== "string" || ClientToken === "") return run();
  if (ClientToken.length > 64)
    throw invalidValue(
      `Value (${ClientToken}) for parameter clientToken is invalid. It has more than 64 characters`,
    );
  const { tokens } = context.tables;
  const key = `${name} ${ClientToken}`;
  const fingerprint = JSON.stringify(without(input, "ClientToken", "DryRun"));
  forget(context);
  const before = tokens.get(key);
  if (before === undefined) {
    const output = run();
    const atMs = context.now.getTime();
    tokens.set(key, { key, fingerprint, output, atMs });
    return output;
  }
  if (before.fingerprint === fingerprint) return before.output;
  throw new Ec2Error(
    "IdempotentParameterMismatch",
    `The client token '${ClientToken}' was used before with different parameters.`,
  );
}

/** Tokens hold for a day; the oldest come first. */
const holdsMs = 24 * 60 * 60 * 1000;

function forget({ tables: { tokens }, now }: Context): void {
  const isOld = ({ atMs }: TokenRow) => now.getTime() - atMs > holdsMs;
  for (const row of tokens.rows()) {
    if (!isOld(row)) break;
    tokens.delete(row.key);
  }
}
