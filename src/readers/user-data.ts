/**
 * User data as the machine will run it: out of Base64, gzip and MIME, with the files that it carries packed.
 *
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html,
 * https://cloudinit.readthedocs.io/en/latest/explanation/format.html (read 2026-11-29)
 */
import { gunzipSync } from "fflate";
import { parse } from "yaml";
import { formatOrigin } from "../model/entity/entity.ts";
import type { Clue } from "../model/entity/workload.ts";
import { unknown } from "../model/known.ts";

/** The clue of user data; what is no text, however it is unpacked, is missing. */
export function userDataClueOf(data: string, at: Pick<Clue, "origin" | "missing">): Clue {
  const text = readUserData(data);
  if (text !== undefined) return { kind: "user-data", text, ...at };
  const fact = `the user data at ${formatOrigin(at.origin)}, which is no text`;
  const missing = unknown(fact, "aws ec2 describe-instance-attribute --attribute userData, and who made it");
  return { kind: "user-data", text: "", origin: at.origin, missing };
}

function readUserData(data: string): string | undefined {
  const text = unpack(data);
  if (text === undefined) return undefined;
  const parts = isMultipart(text) ? partsIn(text) : [text];
  const whole = parts.flatMap((part) => part ?? []);
  if (whole.length < parts.length) return undefined;
  return whole.map((part) => `${asFetches(part)}${filesIn(part)}`).join("\n");
}

/** A few words of letters alone may be taken for Base64; what is packed is longer. */
const shortest = 40;

/** Text stays what it is; Base64 is decoded where it is nothing else. */
function unpack(data: string): string | undefined {
  const packed = data.replaceAll(/\s/g, "");
  if (packed.length < 8 || packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(packed)) return data;
  return decode(packed) ?? (packed.length < shortest ? data : undefined);
}

function decode(packed: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true }).decode(unzip(bytes));
  } catch {
    return undefined;
  }
}

/** EC2 takes 16 KB of user data: more than that unpacked a thousand times is no script. */
const largest = 16 * 1024 * 1024;

function unzip(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const size = bytes.at(-4) === undefined ? 0 : new DataView(bytes.buffer).getUint32(bytes.length - 4, true);
  if (size > largest) throw new Error("too large");
  return gunzipSync(bytes);
}

const isMultipart = (text: string) => /^content-type:\s*multipart\//im.test(headOf(text));

/** The headers: up to the first empty line. */
const headOf = (text: string) => text.trimStart().split(/\r?\n\r?\n/, 1)[0] ?? "";

/** Bodies of the parts, each unpacked as its header says. */
function partsIn(text: string): readonly (string | undefined)[] {
  const [, boundary] = /boundary="?([^"\s;]+)"?/i.exec(headOf(text)) ?? [];
  if (boundary === undefined) return [text];
  const [, ...rest] = text.split(`--${boundary}`);
  return rest
    .filter((part) => !part.startsWith("--"))
    .map((part) => {
      const inner = part.replace(/^\r?\n/, "");
      const head = headOf(inner);
      const isPacked = /^content-transfer-encoding:\s*base64/im.test(head);
      const body = /^[\w-]+:/.test(head) ? inner.slice(inner.indexOf(head) + head.length) : inner;
      return isPacked ? decode(body.replaceAll(/\s/g, "")) : body;
    });
}

/** `#include` names URLs, one a line, that are fetched and run. */
function asFetches(text: string): string {
  return /^\s*#include/.test(text) ? text.replaceAll(/^\s*(https?:\/\/)/gm, "curl $1") : text;
}

/** Files that cloud-config writes, where they are packed: in clear, behind what carries them. */
function filesIn(text: string): string {
  if (!/^\s*#cloud-config/.test(text) || !/\bencoding:/.test(text)) return "";
  const files = filesOf(text).flatMap(({ encoding, content }) =>
    /b(ase)?64/i.test(encoding) ? (decode(content.replaceAll(/\s/g, "")) ?? []) : [],
  );
  return files.map((file) => `\n${file}`).join("");
}

interface WrittenFile {
  readonly encoding: string;
  readonly content: string;
}

function filesOf(text: string): readonly WrittenFile[] {
  try {
    const document = parse(text, { maxAliasCount: 0 }) as unknown;
    const files: unknown = Object.entries(document ?? {}).find(([key]) => key === "write_files")?.[1];
    return Array.isArray(files) ? files.filter((file) => isWrittenFile(file)) : [];
  } catch {
    return [];
  }
}

function isWrittenFile(file: unknown): file is WrittenFile {
  return (
    typeof file === "object" &&
    file !== null &&
    "encoding" in file &&
    "content" in file &&
    typeof file.encoding === "string" &&
    typeof file.content === "string"
  );
}
