/** A lab at work inside its enclosure: a network, its fabric, its services, and an account with an EC2 API. */
import { createServer } from "node:http";
import type { Server } from "node:net";
import { join } from "node:path";
import type { Facts } from "../../facts/index.ts";
import { createCredentialStore } from "../../lab/credential.ts";
import type { CredentialStore } from "../../lab/credential.ts";
import { createHost } from "../../lab/host/host.ts";
import type { NotBuilt } from "../../lab/fabric/plan.ts";
import { createMetadataService } from "../../lab/metadata/index.ts";
import { createServices } from "../../lab/services/index.ts";
import type { Handler } from "../../lab/services/index.ts";

import { createCertificates, readOrCreateCa } from "../../lab/tls/index.ts";
import { emptyNetwork } from "../../model/network.ts";
import type { Network } from "../../model/network.ts";
import { createLabAccount } from "./account.ts";
import { findEndpoint, findRole } from "./behind.ts";
import { findInstance } from "./instance.ts";
import type { LabSettings } from "./letters.ts";
import { ownerOf } from "./owner.ts";
import { signerOf } from "./signer.ts";
import type { Signer } from "./signer.ts";

export interface RunningLab {
  readonly caPath: string;
  readonly update: (network: Network) => Promise<readonly NotBuilt[]>;
  /** The EC2 API on a socket that listens already. */
  readonly serve: (socket: Server, options: ServeOptions) => Promise<void>;
  /** Whose keys a request of the workload behind an interface is signed with. */
  readonly signerFor: (from: string) => Signer;
}

export interface ServeOptions {
  readonly allowReset: boolean;
  readonly stateDirectory: string | undefined;
}

export async function startRunning(
  facts: Facts,
  settings: LabSettings,
  tell: (network: Network) => void,
): Promise<RunningLab> {
  const { account, directory, accessKeyId, secretAccessKey } = settings;
  const now = () => Date.now();
  const credentials = createCredentialStore([ownerOf(settings)]);
  const ask = { facts, account, credentials, now };
  const ca = await readOrCreateCa(join(directory, "ca"), facts);
  const metadata = createMetadataService({ now });
  let network = emptyNetwork;
  let handler: Handler | undefined;
  const services = createServices({
    get ec2() {
      return handler;
    },
    facts,
    credentials,
    account,
    now,
    endpointOf: (id) => findEndpoint(network, facts, id),
    findRole: (arn) => findRole(network, facts, { account, arn }),
    storageDirectory: join(directory, "s3"),
  });
  const host = createHost({
    facts,
    certificates: createCertificates(ca, facts),
    services,
    metadata: (request, response, client) => metadata(request, response, findInstance(network, client, ask)),
    report: (error) => process.stderr.write(`the lab: ${String(error)}\n`),
  });
  const update = async (next: Network): Promise<readonly NotBuilt[]> => {
    network = next;
    const notBuilt = await host.update(network);
    tell(network);
    return notBuilt;
  };
  return {
    caPath: ca.caPath,
    update,
    signerFor: (from) => signerOf(network, from, { ...ask, owner: { accessKeyId, secretAccessKey } }),
    serve: async (socket, options) => {
      handler = await serveAccount(socket, { facts, account, credentials, update, options });
    },
  };
}

interface Serving {
  readonly facts: Facts;
  readonly account: string;
  readonly credentials: CredentialStore;
  readonly update: RunningLab["update"];
  readonly options: ServeOptions;
}

async function serveAccount(
  socket: Server,
  { facts, account, credentials, update, options }: Serving,
): Promise<Handler> {
  const { allowReset, stateDirectory } = options;
  const { openStateDirectory } = await import("../../lab/ec2/index.ts");
  const kept = stateDirectory === undefined ? undefined : await openStateDirectory(stateDirectory);
  const lab = createLabAccount({
    facts,
    account,
    credentials,
    allowReset,
    apply: async (network) => void (await update(network)),
    keep: kept && ((state) => kept.save(() => state)),
    state: await kept?.read(),
  });
  await lab.begin();
  const http = createServer(lab.listener);
  socket.on("connection", (connection) => http.emit("connection", connection));
  return lab.handler;
}
