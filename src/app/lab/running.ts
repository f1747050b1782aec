/** A lab at work inside its enclosure: a network, its fabric, its services, and an account with an EC2 API. */
import type { Server, Socket } from "node:net";
import { join } from "node:path";
import type { Facts } from "../../facts/index.ts";
import { createCredentialStore } from "../../lab/credential.ts";
import type { CredentialStore } from "../../lab/credential.ts";
import { createHost } from "../../lab/host/host.ts";
import type { NotBuilt } from "../../lab/fabric/plan.ts";
import { createMetadataService } from "../../lab/metadata/index.ts";
import { setHopLimit } from "../../lab/native/hop-limit.ts";
import { createServices } from "../../lab/services/index.ts";
import type { Services } from "../../lab/services/index.ts";
import { createCertificates, readOrCreateCa } from "../../lab/tls/index.ts";
import { emptyNetwork } from "../../model/network.ts";
import type { Network } from "../../model/network.ts";
import type { Names } from "../../lab/ec2/index.ts";
import { createLabAccount } from "./account.ts";
import type { LabAccount } from "./account.ts";
import { findEndpoint, findRole } from "./behind.ts";
import type { Asked, Told } from "./control.ts";
import type { LabWorkload } from "./directory.ts";
import { reportDefect } from "./defect.ts";
import { findHostRole, givenIn } from "./given.ts";
import { findInstance } from "./instance.ts";
import type { LabSettings, ServeOptions, Served } from "./letters.ts";
import { createOutside } from "./outside.ts";
import { ownerOf } from "./owner.ts";
import { createResidents } from "./residents.ts";
import { renewPolicies } from "./role-session.ts";
import { signerOf } from "./signer.ts";
import type { Signer } from "./signer.ts";
import { workloadsIn } from "./workloads.ts";

export interface RunningLab {
  readonly caPath: string;
  readonly update: (network: Network) => Promise<readonly NotBuilt[]>;
  /** The EC2 API on a socket that listens already, and the network that it begins with. */
  readonly serve: (socket: Server, options: ServeOptions) => Promise<Served>;
  /** How the agent of an instance fares, after what it is ordered. */
  readonly askAgent: (asked: Extract<Asked, { kind: "agent" }>) => Promise<Told["agent"]>;
  readonly network: () => Network;
  /** The services alone on a socket that listens already, for clients outside. */
  readonly listen: (socket: Server) => void;
  /** Whose keys a request of the workload behind an interface is signed with. */
  readonly signerFor: (from: string) => Signer;
}

export async function startRunning(
  facts: Facts,
  settings: LabSettings,
  tell: (workloads: readonly LabWorkload[]) => void,
): Promise<RunningLab> {
  const { account, directory, accessKeyId, secretAccessKey } = settings;
  const now = () => Date.now();
  const credentials = createCredentialStore([ownerOf(settings)]);
  const ask = { facts, account, credentials, now };
  const ca = await readOrCreateCa(join(directory, "ca"), facts);
  // Between the service and the instance there is the router of the VPC.
  const limitHops = (socket: Socket, hops: number | undefined) =>
    setHopLimit(socket, hops === undefined ? undefined : hops + 1);
  const metadata = createMetadataService({ now, limitHops });
  let network = emptyNetwork;
  let names: Names = new Map();
  let own: LabAccount | undefined;
  const services = createServices({
    get ec2() {
      return own?.handler;
    },
    facts,
    credentials,
    account,
    now,
    report: reportDefect,
    endpointOf: (id) => findEndpoint(network, facts, id),
    findRole: (arn) =>
      services.iam.findRole(arn) ??
      findRole(network, facts, { account, arn }) ??
      findHostRole(network, facts, { account, arn }),
    onRolesChanged: async () => void (await own?.refresh()),
    tagsOf: (region, id) => own?.tagsOf(region, id) ?? new Map<string, string>(),
    storageDirectory: join(directory, "s3"),
  });
  const host = createHost({
    facts,
    certificates: createCertificates(ca, facts),
    services,
    metadata: (request, response, client) => metadata(request, response, findInstance(network, client, ask)),
    report: reportDefect,
  });
  const residents = createResidents({ caPath: ca.caPath, choice: settings.agent, report: reportDefect });
  const update = async (next: Network): Promise<readonly NotBuilt[]> => {
    network = next;
    renewPolicies(network, ask);
    services.give(givenIn(network, facts));
    const notBuilt = await host.update(network);
    const workloads = workloadsIn(network, names);
    tell(workloads);
    await residents.update(workloads);
    return notBuilt;
  };
  return {
    caPath: ca.caPath,
    update,
    network: () => network,
    askAgent: async ({ namespace, order }) => {
      if (order !== "tell") await residents[order](namespace);
      return { agent: await residents.agentOf(namespace) };
    },
    signerFor: (from) => signerOf(network, from, { ...ask, owner: { accessKeyId, secretAccessKey } }),
    listen: (socket) => {
      const http = createOutside(services, (_, response) => response.writeHead(404).end());
      socket.on("connection", (connection) => http.emit("connection", connection));
    },
    serve: async (socket, options) => {
      own = await openAccount({
        facts,
        account,
        credentials,
        services,
        update,
        options,
        onReboot: residents.reboot,
      });
      ({ names } = own);
      const { notBuilt, unlike } = await own.refresh();
      const http = createOutside(services, own.listener);
      socket.on("connection", (connection) => http.emit("connection", connection));
      return { notBuilt, unlike, names, workloads: workloadsIn(network, names) };
    },
  };
}

interface Serving {
  readonly facts: Facts;
  readonly account: string;
  readonly credentials: CredentialStore;
  readonly services: Services;
  readonly update: RunningLab["update"];
  readonly onReboot: (instance: string) => void;
  readonly options: ServeOptions;
}

async function openAccount({ services, update, options, ...terms }: Serving): Promise<LabAccount> {
  const { allowReset, stateDirectory, deployed } = options;
  const { openStateDirectory } = await import("../../lab/ec2/index.ts");
  const kept = stateDirectory === undefined ? undefined : await openStateDirectory(stateDirectory);
  return createLabAccount({
    ...terms,
    allowReset,
    deployed,
    iam: services.iam,
    apply: update,
    keep: kept && ((state) => kept.save(() => state)),
    state: await kept?.read(),
  });
}
