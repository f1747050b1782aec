/** JSON of a file that a person wrote: what is wrong with it is told with its line. */
import type { InputFile } from "../../readers/input.ts";
import { syntaxErrorOf } from "../../readers/index.ts";

export async function parseJson(file: InputFile): Promise<unknown> {
  try {
    return JSON.parse(file.text.replace(/^\uFEFF/, "")) as unknown;
  } catch (cause) {
    throw await syntaxErrorOf(file, cause);
  }
}
