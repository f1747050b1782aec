/** Which document a name means, and which of its versions. */
import { ServiceFault } from "../../fault.ts";
import type { Asked } from "../../json/operation.ts";
import { ssmArn, stateOf } from "../context.ts";
import type { Plane } from "../context.ts";
import { ownedDocuments } from "./owned.ts";
import type { DocumentVersion, StoredDocument } from "./stored.ts";

/** Preferences of Session Manager, and the document of a session for which none is named. */
export const preferences = "SSM-SessionManagerRunShell";

/** By name, or by ARN. */
export function findDocument(plane: Plane, name: string, asked: Asked): StoredDocument | undefined {
  const own = /^arn:[^:]+:ssm:[^:]*:\d*:document\/(.+)$/.exec(name)?.[1] ?? name;
  return stateOf(plane, asked).documents.get(own) ?? ownedDocuments.get(own);
}

export function mustDocument(plane: Plane, name: string, asked: Asked): StoredDocument {
  const document = findDocument(plane, name, asked);
  if (document !== undefined) return document;
  throw new ServiceFault("InvalidDocument", `Document with name ${name} does not exist.`);
}

/** AWS's own have no account in their ARN. */
export const documentArn = (asked: Asked, { name, owner }: Pick<StoredDocument, "name" | "owner">): string =>
  owner === "Amazon"
    ? `arn:${asked.partition}:ssm:${asked.region}::document/${name}`
    : ssmArn(asked, `document/${name}`);

/** The number of a version: `$DEFAULT`, `$LATEST`, or a number. */
export function mustVersion(
  { name, versions, defaultVersion }: StoredDocument,
  wanted: string | undefined,
): { readonly number: number; readonly version: DocumentVersion } {
  const number =
    wanted === undefined || wanted === "" || wanted === "$DEFAULT"
      ? defaultVersion
      : wanted === "$LATEST"
        ? versions.length
        : Number(wanted);
  const version = versions[number - 1];
  if (version !== undefined) return { number, version };
  throw new ServiceFault(
    "InvalidDocumentVersion",
    `Document version ${wanted} of ${name} is not valid or does not exist.`,
  );
}
