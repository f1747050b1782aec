/** The process inside the enclosure: it is the lab. Runs until its parent goes. */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createCredentialStore } from "../../lab/credential.ts";
import type { CredentialStore } from "../../lab/credential.ts";
import { answerParent } from "../../lab/enclosure/letter.ts";
import { portNamespace } from "../../lab/fabric/wire.ts";
import { createHost } from "../../lab/host/host.ts";
import type { Host } from "../../lab/host/host.ts";
import { createMetadataService } from "../../lab/metadata/index.ts";
import { createProbers } from "../../lab/probe/probers.ts";
import { createServices } from "../../lab/services/index.ts";
import { createCertificates, readOrCreateCa } from "../../lab/tls/index.ts";
import type { Network } from "../../model/network.ts";
import { emptyNetwork } from "../../model/network.ts";
import { readFacts } from "../facts.ts";
import { findEndpoint, findRole } from "./behind.ts";
import { findInstance } from "./instance.ts";
import type { Answers, LabSettings, Question } from "./letters.ts";

/** The state of `ip netns` is the lab's own: nobody else sees it, and it is gone with the mount namespace. */
function coverRun(): void {
  const { status, stderr } = spawnSync("mount", ["-t", "tmpfs", "tmpfs", "/run"], { encoding: "utf8" });
  if (status !== 0) throw new Error(`mount /run: ${stderr.trim()}`);
  mkdirSync("/run/netns", { recursive: true });
}

interface Lab {
  readonly host: Host;
  readonly caPath: string;
}

const facts = await readFacts();
const probers = createProbers();
let network: Network = emptyNetwork;
let lab: Lab | undefined;

async function start(settings: LabSettings): Promise<Lab> {
  const now = () => Date.now();
  const credentials = createCredentialStore([ownerOf(settings)]);
  const ca = await readOrCreateCa(join(settings.directory, "ca"), facts);
  const metadata = createMetadataService({ now });
  const services = createServices({
    facts,
    credentials,
    account: settings.account,
    now,
    endpointOf: (id) => findEndpoint(network, facts, id),
    findRole: (arn) => findRole(network, facts, { account: settings.account, arn }),
    storageDirectory: join(settings.directory, "s3"),
  });
  const host = createHost({
    facts,
    certificates: createCertificates(ca, facts),
    services: services.handle,
    metadata: (request, response, client) =>
      metadata(
        request,
        response,
        findInstance(network, client, { facts, account: settings.account, credentials, now }),
      ),
    report: (error) => process.stderr.write(`the lab: ${String(error)}\n`),
  });
  return { host, caPath: ca.caPath };
}

function ownerOf({
  account,
  accessKeyId,
  secretAccessKey,
}: LabSettings): Parameters<CredentialStore["add"]>[0] {
  const arn = `arn:aws:iam::${account}:root`;
  const terms = { sessionToken: undefined, policies: undefined, expiresAtMs: undefined };
  return { accessKeyId, secretAccessKey, account, arn, userId: account, ...terms };
}

function running(): Lab {
  if (lab === undefined) throw new Error("the lab has not been started");
  return lab;
}

async function answer(question: Question): Promise<Answers[Question["kind"]]> {
  switch (question.kind) {
    case "start":
      lab = await start(question.settings);
      return { caPath: lab.caPath };
    case "update":
      network = question.network;
      return { notBuilt: await running().host.update(network) };
    case "visit":
      return probers.visit(portNamespace({ kind: "interface", id: question.from }), question.visits);
  }
}

coverRun();
answerParent((body) => answer(body as Question));
