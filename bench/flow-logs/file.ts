/**
 * Files as AWS delivers them to a bucket: their keys, their names and what stands in them.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-path.html (read 2026-11-29)
 */
import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Port, Scene } from "./scene.ts";

export interface FlowLog {
  /** `fl-…` */
  readonly id: string;
  /** What it was created on. */
  readonly scope: "vpc" | "nats" | "instances";
  readonly fields: readonly string[];
  readonly text: "plain" | "gzip";
  readonly keys: "plain" | "hive";
  readonly perHour: boolean;
}

export function isLogged({ scope }: FlowLog, { kind }: Port): boolean {
  return scope === "vpc" || (scope === "nats") === (kind === "nat_gateway");
}

/** The key of the file for the five minutes from `begin`, in seconds since 1970. */
export function keyOf(log: FlowLog, { account, region }: Scene, begin: number): string {
  const [year, month, day, hour, minute] = new Date(begin * 1000).toISOString().split(/[-T:]/);
  const directory =
    log.keys === "hive"
      ? [
          `AWSLogs/aws-account-id=${account}/aws-service=vpcflowlogs/aws-region=${region}`,
          `year=${year}/month=${month}/day=${day}`,
          ...(log.perHour ? [`hour=${hour}`] : []),
        ]
      : [`AWSLogs/${account}/vpcflowlogs/${region}/${year}/${month}/${day}`, ...(log.perHour ? [hour] : [])];
  const hash = createHash("sha256").update(`${log.id} ${begin}`).digest("hex").slice(0, 8);
  const name = `${account}_vpcflowlogs_${region}_${log.id}_${year}${month}${day}T${hour}${minute}Z_${hash}.log`;
  return [...directory, log.text === "gzip" ? `${name}.gz` : name].join("/");
}

const compress = promisify(gzip);
const pieceLength = 1 << 16;

/** The text of one file as it grows, with the header that AWS puts first. In pieces, lest every line be kept as a string. */
export interface Draft {
  readonly add: (line: string) => void;
  readonly save: (path: string) => Promise<void>;
}

export function createDraft({ fields, text }: FlowLog): Draft {
  const pieces: Buffer[] = [];
  let piece = `${fields.join(" ")}\n`;
  let isEmpty = true;
  return {
    add: (line) => {
      isEmpty = false;
      piece += `${line}\n`;
      if (piece.length < pieceLength) return;
      pieces.push(Buffer.from(piece, "latin1"));
      piece = "";
    },
    save: async (path) => {
      // AWS delivers no file without records.
      if (isEmpty) return;
      const whole = Buffer.concat([...pieces, Buffer.from(piece, "latin1")]);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text === "gzip" ? await compress(whole, { level: 6 }) : whole);
    },
  };
}
