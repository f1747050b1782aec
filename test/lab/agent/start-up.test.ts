import { constants, createPublicKey, verify } from "node:crypto";
import { describe, expect, it } from "vitest";
import { instance, online, startCloud, until } from "./cloud.ts";
import type { SsmCall } from "./cloud.ts";

const refused = [400, { __type: "AccessDeniedException", Message: "not authorized" }] as const;
const actions = (calls: readonly SsmCall[]) => calls.map(({ action }) => action);

describe("an agent that starts", () => {
  it("registers, reports with the role of its profile, and opens its control channel", async () => {
    const cloud = await startCloud();
    const agent = cloud.startAgent();
    await online(agent);
    await until(() => cloud.calls.length >= 4);
    expect(actions(cloud.calls).slice(0, 3)).toEqual([
      "RegisterManagedInstance",
      "UpdateInstanceInformation",
      "UpdateInstanceInformation",
    ]);
    const [registration, first, full] = cloud.calls;
    expect(registration?.headers.authorization).toContain("Credential=ASIAOWN/");
    expect(registration?.body).toMatchObject({ Fingerprint: instance, PublicKeyType: "Rsa" });
    expect(first?.headers.authorization).toContain("Credential=ASIAROLE/");
    expect(first?.body).toEqual({
      AgentName: "amazon-ssm-agent",
      AgentVersion: "3.3.0.0",
      InstanceId: instance,
      PlatformType: "Linux",
    });
    expect(full?.body).toMatchObject({
      AgentStatus: "Active",
      ComputerName: "ip-10-0-1-5",
      IPAddress: "10.0.1.5",
      SSMConnectionChannel: "",
    });
    expect(cloud.calls[3]?.body).toMatchObject({ SSMConnectionChannel: "ssmmessages" });
    expect(cloud.services.gateway.isConnected(instance)).toBe(true);
    await agent.stop();
    await until(() => !cloud.services.gateway.isConnected(instance));
  });

  it("proves itself by its key where it has no role, and works with the keys of Default Host Management", async () => {
    const cloud = await startCloud();
    const { role } = cloud;
    cloud.role = undefined;
    cloud.answer = ({ action }) =>
      action === "RequestManagedInstanceRoleToken"
        ? [
            200,
            {
              AccessKeyId: role?.accessKeyId,
              SecretAccessKey: role?.secretAccessKey,
              SessionToken: role?.sessionToken,
              TokenExpirationDate: Date.now() / 1000 + 3600,
              UpdateKeyPair: false,
            },
          ]
        : [200, {}];
    const agent = cloud.startAgent();
    await online(agent);
    const registration = cloud.calls.find(({ action }) => action === "RegisterManagedInstance");
    const headers = cloud.calls.find(({ action }) => action === "RequestManagedInstanceRoleToken")?.headers;
    const publicKey = createPublicKey({
      key: Buffer.from(String(registration?.body["PublicKey"]), "base64"),
      format: "der",
      type: "spki",
    });
    const signature = String(headers?.["ssm-asymmetrickeyauthorization"]).replace("Signature=", "");
    const isProved = verify(
      "sha256",
      Buffer.from(String(headers?.authorization)),
      { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING },
      Buffer.from(signature, "base64"),
    );
    expect(isProved).toBe(true);
    expect(agent.status().log.join("\n")).toContain(
      "Successfully connected with Systems Manager role credentials",
    );
  });

  const faults = [
    ["no metadata service", { hasMetadata: false }, "stopped", "Agent failed to assume any identity"],
    ["a name that does not resolve", { unknown: "ssm" }, "registering", "no such host"],
    [
      "packets to Systems Manager dropped",
      { dropped: "ssm" },
      "registering",
      /dial tcp 10\.0\.7\.\d+:443: i\/o timeout/,
    ],
    ["a name of the gateway that does not resolve", { unknown: "ssmmessages" }, "connecting", "no such host"],
    [
      "packets to the gateway dropped",
      { dropped: "ssmmessages" },
      "connecting",
      /Client\.Timeout exceeded|i\/o timeout/,
    ],
    [
      "a policy that denies",
      { denied: true },
      "registering",
      "no valid credentials could be retrieved for ec2 identity",
    ],
  ] as const;

  it.each(faults)("meets %s as the real one does", async (_, fault, state, words) => {
    const cloud = await startCloud();
    const hostOf = (service: string) => `${service}.us-east-1.amazonaws.com`;
    if ("hasMetadata" in fault) cloud.hasMetadata = false;
    if ("unknown" in fault) cloud.faults.unknown.push(hostOf(fault.unknown));
    if ("dropped" in fault) cloud.faults.dropped.push(hostOf(fault.dropped));
    if ("denied" in fault) cloud.answer = () => refused;
    const agent = cloud.startAgent(0.01);
    const log = () => agent.status().log.join("\n");
    await until(() => (typeof words === "string" ? log().includes(words) : words.test(log())), log);
    expect(agent.status().state).toBe(state);
    expect(cloud.services.gateway.isConnected(instance)).toBe(false);
  });

  it("comes online by itself when the fault is mended, after the wait of the real one", async () => {
    const cloud = await startCloud();
    cloud.faults.unknown.push("ssmmessages.us-east-1.amazonaws.com");
    const agent = cloud.startAgent(0.01);
    await until(() => agent.status().log.join().includes("no such host"));
    cloud.faults.unknown.pop();
    await online(agent);
  });

  it("keeps a bounded log", async () => {
    const cloud = await startCloud();
    cloud.answer = () => refused;
    const agent = cloud.startAgent(0.000_000_1);
    await until(() => agent.status().log.length >= 400);
    expect(agent.status().log.length).toBeLessThanOrEqual(400);
  });
});
