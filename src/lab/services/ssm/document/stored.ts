/** Documents of the account, with all their versions. */
import { createHash } from "node:crypto";
import type { DocumentType } from "@aws-sdk/client-ssm";
import type { Content } from "./content.ts";

export interface StoredDocument {
  readonly name: string;
  readonly type: DocumentType;
  readonly owner: string;
  readonly createdAtMs: number;
  readonly defaultVersion: number;
  /** The first is version 1. */
  readonly versions: readonly DocumentVersion[];
}

export interface DocumentVersion {
  readonly text: string;
  readonly content: Content;
  readonly versionName: string | undefined;
  readonly createdAtMs: number;
}

export const hashOf = ({ text }: DocumentVersion): string => createHash("sha256").update(text).digest("hex");
