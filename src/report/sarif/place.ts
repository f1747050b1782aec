/** Where a finding is: a line of a file that was read, and the component it is about. */
import type { ComponentRef } from "../../model/answer.ts";
import { uriPart } from "./encode.ts";

export interface Place {
  readonly physicalLocation?: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string };
    readonly region?: { readonly startLine: number };
  };
  readonly logicalLocations: readonly {
    readonly name: string;
    readonly kind: string;
    readonly fullyQualifiedName: string;
  }[];
}

/** `template.yaml:41` and `routes.json (aws ec2 describe-route-tables)` are in files; AWS's own doing is in none. */
export function toPlace({ kind, id }: ComponentRef, origin: string): Place {
  const logicalLocations = [{ name: id, kind: "resource", fullyQualifiedName: `${kind} ${id}` }];
  const [, lined, line] = /^(.+):(\d+)$/s.exec(origin) ?? [];
  const [, collected] = /^(.+) \([^()]+\)$/s.exec(origin) ?? [];
  const file = lined ?? collected;
  if (file === undefined || notFiles.test(file)) return { logicalLocations };
  const artifactLocation = toArtifact(file);
  const startLine = Number(line);
  const region = startLine >= 1 ? { region: { startLine } } : {};
  return { physicalLocation: { artifactLocation, ...region }, logicalLocations };
}

/** Standard input, and a live account. */
const notFiles = /^(?:standard input$|aws[: ])/;

/** A path of the working directory is one of the repository, for those who show the finding in it. */
function toArtifact(file: string): { readonly uri: string; readonly uriBaseId?: string } {
  const path = file.replaceAll("\\", "/").replace(/^\.\//, "").split("/").map(uriPart).join("/");
  return path.startsWith("/") ? { uri: `file://${path}` } : { uri: path, uriBaseId: "%SRCROOT%" };
}
