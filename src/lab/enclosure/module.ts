/** Modules of denat that run as processes of their own: as what the asking one is, source or compiled. */
import { extname } from "node:path";
import { fileURLToPath } from "node:url";

/** Node and its arguments for the module `name` beside the one at `url`. Node 20 reads no TypeScript by itself. */
export function moduleCommand(url: string, name: string): readonly string[] {
  const extension = extname(fileURLToPath(url));
  const path = fileURLToPath(new URL(`./${name}${extension}`, url));
  return [process.execPath, ...(extension === ".ts" ? ["--import", "tsx"] : []), path];
}
