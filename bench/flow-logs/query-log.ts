/**
 * What the VPC's resolver logs of the names that clients ask for before they connect.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs-format.html (read 2026-11-29)
 */
import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Exchange } from "./flow.ts";
import type { Remote } from "./remote.ts";
import type { Scene } from "./scene.ts";

export interface QueryLog {
  readonly hear: (exchange: Exchange) => void;
  readonly save: (root: string) => Promise<void>;
}

const compress = promisify(gzip);
const secondsPerHour = 3600;

/** A client asks for a name once an hour, as far as it uses it; what it then knows it asks nobody. */
export function createQueryLog(scene: Scene, nameOf: (remote: Remote) => string): QueryLog {
  const asked = new Set<string>();
  const hours = new Map<number, string[]>();
  return {
    hear: ({ client, remote, start, clientPort }) => {
      const hour = start - (start % secondsPerHour);
      const key = `${hour} ${client.address} ${remote.address}`;
      if (asked.has(key)) return;
      asked.add(key);
      const lines = hours.get(hour) ?? [];
      hours.set(hour, lines);
      lines.push(
        JSON.stringify({
          version: "1.100000",
          account_id: scene.account,
          region: scene.region,
          vpc_id: scene.vpc,
          query_timestamp: new Date((start - 1) * 1000).toISOString().replace(".000Z", "Z"),
          query_name: `${nameOf(remote)}.`,
          query_type: "A",
          query_class: "IN",
          rcode: "NOERROR",
          answers: [{ Rdata: remote.address, Type: "A", Class: "IN" }],
          srcaddr: client.address,
          srcport: String(clientPort),
          transport: "UDP",
          srcids: { instance: client.instance },
        }),
      );
    },
    save: async (root) => {
      for (const [hour, lines] of hours) {
        const path = join(root, keyOf(scene, hour));
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, await compress(`${lines.join("\n")}\n`));
      }
    },
  };
}

function keyOf({ account, vpc }: Scene, hour: number): string {
  const [year, month, day, at] = new Date(hour * 1000).toISOString().split(/[-T:]/);
  const hash = createHash("sha256").update(`${vpc} ${hour}`).digest("hex").slice(0, 8);
  return `AWSLogs/${account}/vpcdnsquerylogs/${vpc}/${year}/${month}/${day}/${vpc}_vpcdnsquerylogs_${account}_${year}${month}${day}T${at}00Z_${hash}.log.gz`;
}
