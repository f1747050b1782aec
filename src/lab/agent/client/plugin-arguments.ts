/**
 * The arguments that the AWS CLI gives to a session-manager-plugin: the answer of StartSession, or the name of a variable that holds
 * it, Region, operation, profile, the request, and the endpoint of Systems Manager
 * (src/sessionmanagerplugin/session/session.go of session-manager-plugin, read 2026-11-29).
 */
import { parseFields, textAt } from "../../channel/fields.ts";
import type { StartedSession } from "./connection.ts";
import { clientVersion } from "./version.ts";

export type PluginCall =
  /** To print, and nothing more. */
  | { readonly kind: "say"; readonly text: string }
  | {
      readonly kind: "session";
      readonly session: StartedSession;
      readonly region: string;
      /** Empty for the usual one. */
      readonly profile: string;
      readonly target: string;
      /** Empty for the service's own. */
      readonly endpoint: string;
    };

const variable = "AWS_SSM_START_SESSION_RESPONSE";
const fewest = 4;

const installed =
  "\nThe Session Manager plugin was installed successfully. Use the AWS CLI to start a session.\n\n";

export function parsePluginArguments(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): PluginCall {
  const [first = "", region = "", operation = "", profile = "", request = "", endpoint = ""] = args;
  if (args.length === 0) return { kind: "say", text: installed };
  if (args.length === 1 && first === "--version") return { kind: "say", text: `${clientVersion}\n` };
  if (args.length < fewest - 1) {
    const text = `\nUnknown operation ${first}. \nUse session-manager-plugin --version to check the version.\n\n`;
    return { kind: "say", text };
  }
  if (operation !== "StartSession") return { kind: "say", text: "Invalid Operation" };
  const answer = parseFields(first.startsWith(variable) ? (environment[first] ?? "") : first) ?? {};
  const session = {
    SessionId: textAt(answer, "SessionId"),
    TokenValue: textAt(answer, "TokenValue"),
    StreamUrl: textAt(answer, "StreamUrl"),
  };
  if (Object.values(session).includes("")) {
    return { kind: "say", text: "Cannot perform start session: the answer of StartSession is incomplete\n" };
  }
  const target = textAt(parseFields(request) ?? {}, "Target");
  return { kind: "session", session, region, profile, target, endpoint };
}
