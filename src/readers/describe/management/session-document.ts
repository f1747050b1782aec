/** Documents of type Session: their list, and the text of each that was asked for. */
import type { Origin } from "../../../model/entity/entity.ts";
import type { SessionDocument, SessionInputs } from "../../../model/entity/systems-manager.ts";
import { known, unknown } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import { oncePerScope, parseRows } from "../answer/collected.ts";
import type { Collected } from "../answer/collected.ts";
import { findFields, findFlag, findText, findWord, isFields, mustText, valueAt } from "../answer/fields.ts";
import { need } from "../table.ts";
import type { TableReader } from "../table.ts";

export const sessionDocuments: TableReader<"sessionDocuments"> = {
  table: "sessionDocuments",
  needs: [need("ssm list-documents", "DocumentIdentifiers")],
  read: (collected) => [...documentsIn(collected).values()],
};

/** What is listed without its text is there all the same, and what it says is not known. */
const documentsIn = oncePerScope((collected): ReadonlyMap<string, SessionDocument> => {
  const listed = parseRows(collected, "DocumentIdentifiers", ({ fields, origin }) => {
    const name = mustText(fields, "Name");
    const isSession = (findWord(fields, "DocumentType") ?? "session") === "session";
    const inputs = unknown(`document ${name}`, `aws ssm get-document --name ${name}`);
    return isSession ? [toDocument(collected, name, { inputs, origin })] : [];
  });
  const asked = parseRows(collected, "Documents", ({ fields, origin }) => {
    const name = mustText(fields, "Name");
    const isSession = (findWord(fields, "DocumentType") ?? "session") === "session";
    const inputs = parseSessionInputs(name, valueAt(fields, "Content"));
    return isSession ? [toDocument(collected, name, { inputs, origin })] : [];
  });
  return new Map([...listed.flat(), ...asked.flat()].map((one) => [one.documentName, one]));
});

function toDocument(
  { scope }: Collected,
  documentName: string,
  { inputs, origin }: { readonly inputs: Known<SessionInputs>; readonly origin: Origin },
): SessionDocument {
  return { id: `${scope.id} ${documentName}`, aliases: [], scope: scope.id, origin, documentName, inputs };
}

/** `Content` is JSON in a text; AWS keeps documents written in YAML as JSON too, unless asked for the other form. */
export function parseSessionInputs(name: string, content: unknown): Known<SessionInputs> {
  const read = typeof content === "string" ? parseText(content) : content;
  if (!isFields(read)) {
    return unknown(
      `what document ${name} says`,
      `aws ssm get-document --name ${name} --document-format JSON`,
    );
  }
  const inputs = findFields(read, "inputs") ?? {};
  return known({
    s3BucketName: findText(inputs, "s3BucketName") ?? "",
    s3EncryptionEnabled: findFlag(inputs, "s3EncryptionEnabled") ?? false,
    cloudWatchLogGroupName: findText(inputs, "cloudWatchLogGroupName") ?? "",
    cloudWatchEncryptionEnabled: findFlag(inputs, "cloudWatchEncryptionEnabled") ?? false,
    kmsKeyId: findText(inputs, "kmsKeyId") ?? "",
  });
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
