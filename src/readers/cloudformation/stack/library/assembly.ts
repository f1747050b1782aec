/**
 * A cloud assembly, which `cdk synth` writes: manifest.json says which templates are stacks, and for which environment.
 * Schema: https://github.com/aws/aws-cdk-cli, packages/@aws-cdk/cloud-assembly-schema (read 2026-11-24). Fields are read
 * by name and unknown ones passed over, so that older and newer manifests both do.
 */
import type { InputFile, ReadOptions } from "../../../input.ts";
import { entriesOf, findNode, findText, itemsOf } from "../../syntax/node.ts";
import type { Node } from "../../syntax/node.ts";
import { parseSyntax } from "../../syntax/index.ts";
import { baseOf, directoryOf, normalize } from "./path.ts";

export interface Artifact {
  readonly id: string;
  readonly stackName: string;
  readonly templateFile: string;
  /** Undefined for `unknown-account` and `unknown-region`, and where the artifact has no environment. */
  readonly account: string | undefined;
  readonly region: string | undefined;
  /** Construct paths by logical id, where the manifest itself carries them. */
  readonly paths: ReadonlyMap<string, string>;
  /** A file beside the manifest that carries the rest of them. */
  readonly metadataFile: string | undefined;
}

export interface Assembly {
  readonly file: InputFile;
  readonly directory: string;
  readonly artifacts: readonly Artifact[];
  /** Directories of the assemblies of stages, relative to this one. */
  readonly nested: readonly string[];
  /** Files, relative to this one, that say under which key of a bucket each asset is published. */
  readonly assetFiles: readonly string[];
}

/** The assemblies whose manifests are among the files, and those that they nest. */
export function findAssemblies(
  files: readonly InputFile[],
  { findBeside }: Pick<ReadOptions, "findBeside">,
): readonly Assembly[] {
  const found = new Map<string, Assembly>();
  const visit = (file: InputFile): void => {
    const path = normalize(file.path);
    const assembly = found.has(path) ? undefined : findAssembly(file);
    if (assembly === undefined) return;
    found.set(path, assembly);
    for (const directory of assembly.nested) {
      const manifest = findBeside(file, `${directory}/manifest.json`);
      if (manifest !== undefined) visit(manifest);
    }
  };
  files.forEach(visit);
  return [...found.values()];
}

/** The files of assets by the last step of their key in the bucket, which is a hash and so unlike any other. */
export function readAssets(
  { file, assetFiles }: Assembly,
  { findBeside }: Pick<ReadOptions, "findBeside">,
): readonly (readonly [key: string, path: string])[] {
  return assetFiles.flatMap((name) => {
    const beside = findBeside(file, name);
    const assets = beside === undefined ? undefined : findNode(parseSyntax(beside).root, "files");
    return [...entriesOf(assets).values()].flatMap(({ node }) => {
      const path = findText(findNode(node, "source", "path"));
      const keys = [...entriesOf(findNode(node, "destinations")).values()].flatMap(
        (destination) => findText(findNode(destination.node, "objectKey")) ?? [],
      );
      return path === undefined ? [] : keys.map((key) => [baseOf(key), path] as const);
    });
  });
}

/** The assembly of a manifest; undefined when the file is something else. */
function findAssembly(file: InputFile): Assembly | undefined {
  if (!/^\s*\{/.test(file.text) || !/"artifacts"\s*:/.test(file.text)) return undefined;
  const { root } = parseSyntax(file);
  const isManifest =
    findText(findNode(root, "version")) !== undefined && findNode(root, "artifacts")?.kind === "mapping";
  return isManifest ? toAssembly(file, root) : undefined;
}

function toAssembly(file: InputFile, root: Node): Assembly {
  const artifacts = [...entriesOf(findNode(root, "artifacts"))].map(([id, { node }]) => ({ id, node }));
  const ofType = (type: string) => artifacts.filter(({ node }) => findText(findNode(node, "type")) === type);
  return {
    file,
    directory: directoryOf(file.path),
    artifacts: ofType("aws:cloudformation:stack").flatMap(({ id, node }) => toArtifact(id, node) ?? []),
    nested: ofType("cdk:cloud-assembly").flatMap(
      ({ node }) => findText(findNode(node, "properties", "directoryName")) ?? [],
    ),
    assetFiles: ofType("cdk:asset-manifest").flatMap(
      ({ node }) => findText(findNode(node, "properties", "file")) ?? [],
    ),
  };
}

function toArtifact(id: string, node: Node): Artifact | undefined {
  const templateFile = findText(findNode(node, "properties", "templateFile"));
  if (templateFile === undefined) return undefined;
  const [, account, region] =
    /^aws:\/\/([^/]*)\/([^/]*)$/.exec(findText(findNode(node, "environment")) ?? "") ?? [];
  return {
    id,
    stackName: findText(findNode(node, "properties", "stackName")) ?? id,
    templateFile,
    account: account === "unknown-account" ? undefined : account,
    region: region === "unknown-region" ? undefined : region,
    paths: constructPaths(findNode(node, "metadata")),
    metadataFile: findText(findNode(node, "additionalMetadataFile")),
  };
}

/** `{"/Stack/Vpc/Resource": [{"type": "aws:cdk:logicalId", "data": "Vpc8378EB38"}]}`, turned round. */
export function constructPaths(metadata: Node | undefined): ReadonlyMap<string, string> {
  return new Map(
    [...entriesOf(metadata)].flatMap(([path, { node }]) =>
      itemsOf(node)
        .filter((entry) => findText(findNode(entry, "type")) === "aws:cdk:logicalId")
        .flatMap((entry) => {
          const logicalId = findText(findNode(entry, "data"));
          return logicalId === undefined ? [] : [[logicalId, path.replace(/^\//, "")] as const];
        }),
    ),
  );
}

/** Files that every assembly has, and what they hold. */
export const sideFiles: readonly { readonly pattern: RegExp; readonly reason: string }[] = [
  {
    pattern: /(?:^|\/)tree\.json$/,
    reason: "the construct tree of CDK; the templates say all of it that matters",
  },
  { pattern: /\.assets\.json$/, reason: "a list of assets to publish; they run nowhere by themselves" },
  { pattern: /(?:^|\/)cdk\.out$/, reason: "the version of the cloud assembly" },
  { pattern: /(?:^|\/)(?:policy-)?validation-report\.json$/, reason: "a report of CDK about its templates" },
  { pattern: /\.metadata\.json$/, reason: "metadata of CDK; construct paths are read from it" },
  { pattern: /(?:^|\/)asset\.[^/]+(?:\/|$)/, reason: "a file of an asset, not a template of the assembly" },
];
