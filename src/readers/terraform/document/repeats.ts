/** Files that tell of the same resources: an older backup of a state, or the state that a plan was made of. */
import type { Unused } from "../../../model/network.ts";
import type { Document } from "./instance.ts";
import { fieldOf, textAt } from "./json.ts";
import type { TerraformFile } from "./read.ts";

/** Of the states of one lineage only the newest. */
export function newestStates(files: readonly TerraformFile[]) {
  const newest = new Map<string, TerraformFile>();
  for (const file of files) {
    const lineage = lineageOf(file);
    const other = newest.get(lineage);
    if (other === undefined || serialOf(file) > serialOf(other)) newest.set(lineage, file);
  }
  const kept = files.filter((file) => newest.get(lineageOf(file)) === file);
  const unused = files
    .filter((file) => !kept.includes(file))
    .map(({ path }): Unused => ({ path, reason: "an older state of another file of the input" }));
  return { kept, unused };
}

const lineageOf = ({ path, value }: TerraformFile) => textAt(value, "lineage") ?? path;

function serialOf({ value }: TerraformFile): number {
  const serial = fieldOf(value, "serial");
  return typeof serial === "number" ? serial : 0;
}

/** Without the states whose resources a plan of the input has before it: the plan tells more of them. */
export function withoutPlanned(documents: readonly Document[]) {
  const planned = new Set(
    documents
      .flatMap(({ noun, prior }) => (noun === "plan" ? prior.map(identityOf) : []))
      .filter((one) => one !== ""),
  );
  const isPlanned = ({ noun, instances }: Document) =>
    noun === "state" && instances.some((one) => planned.has(identityOf(one)));
  return {
    kept: documents.filter((document) => !isPlanned(document)),
    unused: documents
      .filter(isPlanned)
      .map(({ file }): Unused => ({ path: file, reason: "a plan of the input tells of the same resources" })),
  };
}

function identityOf({ address, mode, values }: Document["instances"][number]): string {
  const id = textAt(values, "id");
  return mode === "data" || id === undefined ? "" : `${address} ${id}`;
}
