/** Which stacks the files hold: those of cloud assemblies, and every other template that no stack nests. */
import { AppError } from "../../../../model/app-error.ts";
import { unknownRegion } from "../../../../model/network.ts";
import type { Unused } from "../../../../model/network.ts";
import type { InputFile, ReadOptions } from "../../../input.ts";
import { parseSyntax } from "../../syntax/index.ts";
import type { Template } from "../../template/template.ts";
import { unknownAccount } from "../../../resource/property/value.ts";
import { dialect } from "../dialect.ts";
import { constructPaths, sideFiles } from "./assembly.ts";
import type { Artifact, Assembly } from "./assembly.ts";
import type { Library } from "./library.ts";
import { baseOf, isBelow, joinPath, normalize } from "./path.ts";
import type { StackPlan } from "../world.ts";

export interface Roots {
  readonly plans: readonly StackPlan[];
  readonly unused: (used: ReadonlySet<Template>) => readonly Unused[];
}

export function findRoots(files: readonly InputFile[], library: Library, options: ReadOptions): Roots {
  const { assemblies } = library;
  const names = createNames();
  const planned = assemblies.flatMap((assembly) =>
    assembly.artifacts.map((artifact) => planArtifact(assembly, artifact, { library, options, names })),
  );
  const isGoverned = (path: string) => assemblies.some(({ directory }) => isBelow(directory, path));
  const free = [...library.templates].filter(([path]) => !isGoverned(path));
  return {
    plans: [...planned, ...free.map(([path, template]) => planTemplate(path, template, { options, names }))],
    unused: (used) => files.flatMap((file) => whyUnused(file, { library, used, isGoverned })),
  };
}

interface Planning {
  readonly options: ReadOptions;
  readonly names: (wanted: string, longer: string) => string;
}

function planArtifact(
  assembly: Assembly,
  artifact: Artifact,
  { library, options, names }: Planning & { readonly library: Library },
): StackPlan {
  const { file } = assembly;
  const template = library.find(file, artifact.templateFile);
  if (template === undefined) {
    throw new AppError(
      "ASSEMBLY_INCOMPLETE",
      `${file.path} names ${artifact.templateFile}, which is not there or is no template`,
      "run cdk synth again, and give its whole output directory",
    );
  }
  const beside =
    artifact.metadataFile === undefined ? undefined : options.findBeside(file, artifact.metadataFile);
  const more = beside === undefined ? [] : constructPaths(parseSyntax(beside).root);
  return {
    stack: {
      dialect,
      name: names(artifact.id, joinPath(assembly.directory, artifact.id)),
      file: template.file.path,
      region: artifact.region ?? options.region ?? unknownRegion,
      account: artifact.account ?? unknownAccount,
    },
    template,
    parent: undefined,
    stackName: artifact.stackName,
    passed: undefined,
    paths: new Map([...artifact.paths, ...more]),
    doubt: undefined,
  };
}

const endings = /(?:\.template)?\.(?:ya?ml|json|template|cfn|txt)$/i;

function planTemplate(path: string, template: Template, { options, names }: Planning): StackPlan {
  const name = path === "-" ? "stdin" : path.replace(endings, "");
  return {
    stack: {
      dialect,
      name: names(baseOf(name), name),
      file: template.file.path,
      region: options.region ?? unknownRegion,
      account: options.parameters.get("AWS::AccountId") ?? unknownAccount,
    },
    template,
    parent: undefined,
    stackName: undefined,
    passed: undefined,
    paths: new Map(),
    doubt: undefined,
  };
}

/** Names of which none is used twice: a longer one, and at last a number, for those that come later. */
function createNames(): Planning["names"] {
  const taken = new Set<string>();
  return (wanted, longer) => {
    let name = taken.has(wanted) ? longer : wanted;
    for (let count = 2; taken.has(name); count += 1) name = `${longer}-${count}`;
    taken.add(name);
    return name;
  };
}

interface Usage {
  readonly library: Library;
  readonly used: ReadonlySet<Template>;
  readonly isGoverned: (path: string) => boolean;
}

function whyUnused({ path }: InputFile, { library, used, isGoverned }: Usage): readonly Unused[] {
  const whole = normalize(path);
  if (library.assemblies.some(({ file }) => normalize(file.path) === whole)) return [];
  const template = library.templates.get(whole);
  if (template !== undefined && used.has(template)) return [];
  if (!isGoverned(path)) {
    const reason =
      template === undefined
        ? "not a CloudFormation template"
        : "the template of a nested stack that is not created";
    return [{ path, reason }];
  }
  const side = sideFiles.find(({ pattern }) => pattern.test(whole))?.reason;
  const other =
    template === undefined
      ? "no part of the cloud assembly that denat knows"
      : "a template that is in no stack of manifest.json";
  return [{ path, reason: side ?? other }];
}
