/**
 * `denat lab serve`: the APIs of an account alone, without packets: for test suites, and for machines that have no namespaces.
 * Its buckets are gone with it.
 */
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCredentialStore } from "../../lab/credential.ts";
import { openStateDirectory } from "../../lab/ec2/index.ts";
import { createServices } from "../../lab/services/index.ts";
import { apiLines } from "../../report/index.ts";
import { readFacts } from "../facts.ts";
import type { Outcome } from "../outcome.ts";
import { createLabAccount } from "./account.ts";
import { reportDefect } from "./defect.ts";
import { listenOnLoopback } from "./loopback.ts";
import { createOutside } from "./outside.ts";
import { firstAccount, firstRegion, freshKeys, ownerOf } from "./owner.ts";
import type { ApiOptions } from "./up.ts";

export interface ServeRequest {
  readonly account: string | undefined;
  readonly api: ApiOptions;
  /** Prints while it serves. */
  readonly say: (text: string) => void;
  readonly dismissed: Promise<void>;
}

export async function runLabServe({
  account = firstAccount,
  api,
  say,
  dismissed,
}: ServeRequest): Promise<Outcome> {
  const { port, stateDirectory, allowReset } = api;
  const facts = await readFacts();
  const keys = { account, ...(api.credentials ?? freshKeys()) };
  const kept = stateDirectory === undefined ? undefined : await openStateDirectory(stateDirectory);
  const credentials = createCredentialStore([ownerOf(keys)]);
  const storageDirectory = await mkdtemp(join(tmpdir(), "denat-serve-"));
  const services = createServices({
    facts,
    credentials,
    account,
    now: Date.now,
    report: reportDefect,
    endpointOf: () => undefined,
    findRole: (arn) => services.iam.findRole(arn),
    tagsOf: (region, id) => lab.tagsOf(region, id),
    storageDirectory,
  });
  const lab = await createLabAccount({
    facts,
    account,
    credentials,
    allowReset,
    iam: services.iam,
    apply: undefined,
    keep: kept && ((state) => kept.save(() => state)),
    state: await kept?.read(),
  });
  const socket = await listenOnLoopback(port);
  const http = createOutside(services, lab.listener);
  socket.on("connection", (connection) => http.emit("connection", connection));
  const endpoint = `http://127.0.0.1:${(socket.address() as AddressInfo).port}`;
  say(apiLines({ ...keys, endpoint, region: firstRegion }));
  await dismissed;
  socket.close();
  http.closeAllConnections();
  services.close();
  await rm(storageDirectory, { recursive: true, force: true });
  return { status: 0, text: "" };
}
