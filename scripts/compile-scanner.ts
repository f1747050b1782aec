/**
 * Makes src/app/traffic/columns/wasm/scan.wasm of the AssemblyScript beside it: `npm run scanner`, after each change of that. The
 * module is kept with its source, since compiling takes longer than most of what denat does.
 */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const room = fileURLToPath(new URL("../src/app/traffic/columns/wasm/", import.meta.url));
// A process of its own: the types of the compiler's module would be everybody's.
const compiler = fileURLToPath(new URL("../node_modules/assemblyscript/bin/asc.js", import.meta.url));
const options = ["-O3", "--runtime", "stub", "--enable", "simd"];

/** Throws where the source does not compile. */
export async function compileScanner(target: string): Promise<void> {
  await run(process.execPath, [compiler, "scan.ts", "--outFile", target, ...options], { cwd: room });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await compileScanner(`${room}scan.wasm`);
