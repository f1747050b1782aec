/** Bytes of one input become text: read with a limit, refused when binary, decoded as UTF-8 or by its byte order mark. */
import { AppError } from "../model/app-error.ts";

/** Beyond it the text would not fit one JavaScript string. */
const jsonLimitBytes = 512_000_000;
/** Templates are at most 1 MB for CloudFormation; a YAML parser would take minutes over much more than this. */
const otherLimitBytes = 5_000_000;

/** The text of `path`, of which `chunks` are the bytes. Stops reading at the first sign that it cannot be used. */
export async function readText(path: string, chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  let format: TextFormat | undefined;
  for await (const chunk of chunks) {
    format ??= formatOf(chunk);
    if (format.encoding === "utf-8" && chunk.includes(0))
      throw isBinaryPlan(parts, chunk) ? binaryPlan(path) : notText(path);
    size += chunk.length;
    if (size > format.limitBytes) throw tooLarge(path, format);
    parts.push(chunk);
  }
  return decode(path, Buffer.concat(parts), format?.encoding ?? "utf-8");
}

interface TextFormat {
  readonly encoding: "utf-8" | "utf-16le" | "utf-16be";
  readonly looksLikeJson: boolean;
  readonly limitBytes: number;
}

/** PowerShell redirects to UTF-16 with a byte order mark, so a file of `aws … > vpcs.json` may well be that. */
function formatOf(head: Uint8Array): TextFormat {
  const encoding =
    head[0] === 0xff && head[1] === 0xfe
      ? "utf-16le"
      : head[0] === 0xfe && head[1] === 0xff
        ? "utf-16be"
        : "utf-8";
  const start = new TextDecoder(encoding).decode(head.subarray(0, 4096)).trimStart();
  const looksLikeJson = /^[[{]/.test(start);
  return { encoding, looksLikeJson, limitBytes: looksLikeJson ? jsonLimitBytes : otherLimitBytes };
}

function decode(path: string, bytes: Uint8Array, encoding: TextFormat["encoding"]): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw notText(path, cause);
  }
}

function notText(path: string, cause?: unknown): AppError {
  return new AppError(
    "INPUT_BINARY",
    `${path} is not text`,
    "denat reads JSON and YAML in UTF-8; unpack or convert it first",
    { cause },
  );
}

const archiveMark = Buffer.from([0x50, 0x4b, 0x03, 0x04]);

/** An archive whose first entry is `tfplan`: what `terraform plan -out` writes. */
function isBinaryPlan(parts: readonly Uint8Array[], chunk: Uint8Array): boolean {
  const head = Buffer.from(chunk.subarray(0, 64));
  const isArchive = head.subarray(0, 4).equals(archiveMark);
  return parts.length === 0 && isArchive && head.subarray(30, 36).toString("latin1") === "tfplan";
}

function binaryPlan(path: string): AppError {
  const hint = `print it as JSON: terraform show -json ${path} > plan.json, and give plan.json`;
  return new AppError("INPUT_BINARY", `${path} is a Terraform plan in its own binary form`, hint);
}

function tooLarge(path: string, { looksLikeJson, limitBytes }: TextFormat): AppError {
  const limit = `${limitBytes / 1_000_000} MB`;
  return new AppError(
    "INPUT_TOO_LARGE",
    looksLikeJson ? `${path} is larger than ${limit}` : `${path} is no JSON and larger than ${limit}`,
    looksLikeJson ? "split it by VPC or by table" : "a YAML template is at most 1 MB; give that file alone",
  );
}
