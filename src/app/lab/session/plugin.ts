/**
 * What the lab calls `session-manager-plugin`: a program of its own, for the AWS CLI to run. It differs from the real one in one thing:
 * where standard input is no terminal, what comes from there is typed, and its end ends the session. The status is 0 whatever became of
 * the session, as that of the real one is.
 */
import { readFileSync } from "node:fs";
import { fromNodeProviderChain } from "@aws-sdk/credential-providers";
import { parsePluginArguments } from "../../../lab/agent/client/plugin-arguments.ts";
import type { PluginCall } from "../../../lab/agent/client/plugin-arguments.ts";
import { runSession } from "../../../lab/agent/client/run.ts";
import { createSessionService } from "../../../lab/agent/client/service.ts";
import { machineNet } from "../../../lab/agent/net/net.ts";

/** The first that is set names the file of certificates to trust, instead of Node's. */
const trustVariables = ["SSL_CERT_FILE", "AWS_CA_BUNDLE"] as const;

async function join(call: Extract<PluginCall, { readonly kind: "session" }>): Promise<void> {
  const { session, target, region, endpoint, profile } = call;
  const path = trustVariables.map((name) => process.env[name]).find((value) => (value ?? "") !== "");
  const net = machineNet(path === undefined ? undefined : readFileSync(path, "utf8"));
  const provide = fromNodeProviderChain(profile === "" ? {} : { profile });
  const keys = async () => {
    const { accessKeyId, secretAccessKey, sessionToken } = await provide();
    return { accessKeyId, secretAccessKey, sessionToken };
  };
  const kmsEndpoint = process.env["AWS_ENDPOINT_URL_KMS"] ?? process.env["AWS_ENDPOINT_URL"] ?? "";
  const service = createSessionService({ net, region, endpoint, kmsEndpoint, keys });
  const screen = { input: process.stdin, output: process.stdout, error: process.stderr };
  await runSession({ session, target, net, service, screen });
  service.close();
}

const call = parsePluginArguments(process.argv.slice(2), process.env);
if (call.kind === "say") process.stdout.write(call.text);
else {
  await join(call).catch((error: Error) => {
    process.stdout.write(`Cannot perform start session: ${error.message}\n`);
  });
  process.stdin.destroy();
}
