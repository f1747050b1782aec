/** The internet of the lab, at work: the public endpoints of AWS, and a few hosts that say where they are. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { findInternetHost } from "../dns/index.ts";
import { internet } from "../fabric/wire.ts";
import type { Handle, HostOptions } from "./options.ts";
import { createServing } from "./serving.ts";

const webPorts = [80, 443];

export async function serveInternet({ certificates, services, report }: HostOptions): Promise<() => void> {
  const handle: Handle = async (request, response, arrival) =>
    isHost(request.headers.host ?? "")
      ? greet(request, response)
      : services.handle(request, response, arrival);
  const serving = createServing(internet, {
    sniCallback: certificates.sniCallback,
    report,
    handle,
    upgrade: (request, ...rest) => !isHost(request.headers.host ?? "") && services.upgrade(request, ...rest),
    arrivalOf: (_, remote) => ({ kind: "public", sourceAddress: remote }),
  });
  await serving.open(webPorts);
  return serving.close;
}

const isHost = (host: string): boolean =>
  findInternetHost(host.replace(/:\d+$/, "").toLowerCase()) !== undefined;

function greet({ headers }: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/plain; charset=utf-8" });
  response.end(`${headers.host} on the internet of the lab\n`);
}
