/**
 * Makes src/app/traffic/columns/wasm/scan.wasm of the AssemblyScript beside it: `npm run scanner`, after each change of that. The
 * module is kept with its source, since compiling takes longer than most of what denat does.
 */
import { readFile, readdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const room = new URL("../src/app/traffic/columns/wasm/", import.meta.url);
const source = "scan.ts";

/** Throws where the source does not compile. */
export async function compileScanner(): Promise<Uint8Array> {
  const names = (await readdir(room)).filter((name) => name.endsWith(".ts"));
  const texts = new Map(
    await Promise.all(
      names.map(async (name) => [name, await readFile(new URL(name, room), "utf8")] as const),
    ),
  );
  let binary: Uint8Array | undefined;
  const options = [source, "--outFile", "scan.wasm", "-O3", "--runtime", "stub", "--enable", "simd"];
  const { error } = await asc.main(options, {
    readFile: (name) => texts.get(name) ?? null,
    writeFile: (_, contents) => {
      if (typeof contents !== "string") binary = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || binary === undefined) throw new Error(`${source} does not compile`, { cause: error });
  return binary;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await writeFile(new URL("scan.wasm", room), await compileScanner());
