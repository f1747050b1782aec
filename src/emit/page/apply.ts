/** How a phase is applied and undone, in the tool's own commands. */
import { functionName } from "../target/cdk/index.ts";
import type { BlockChange } from "../../model/source.ts";
import type { TargetName, WrittenPhase } from "../written.ts";
import type { AdoptedText } from "../target/phase-text.ts";
import { block, cell, code, table, word } from "./markup.ts";

export function applyCommands(written: WrittenPhase, { target, directory }: Applying): readonly string[] {
  const { phase, changes, text } = written;
  if (phase.number === 4) return [];
  const here = `${directory.replace(/\/$/, "")}/${directoryOf(written)}`;
  const edited = changes.filter(({ before }) => before !== undefined);
  const copies = text.created.map(({ file }) => copyText(`${here}/${file}`, phase, target));
  const edits =
    edited.length === 0
      ? []
      : [
          `Apply the edits of ${code(`${here}/change.patch`)}, which are listed in ${code(`${here}/edits.json`)}.`,
        ];
  const taken = text.adopted.map((one) => adoptionText(one, here));
  return [
    ...[...taken, ...copies, ...edits].map((step, index) => `${index + 1}. ${step}`),
    ...(edited.length === 0 ? [] : ["", ...block("sh", patchCommand(edited, `${here}/change.patch`))]),
    ...unlocated(written),
    ...text.advice,
    "",
    ...block("sh", deployment[target]),
  ];
}

function copyText(path: string, phase: WrittenPhase["phase"], target: TargetName): string {
  return target === "cdk"
    ? `Copy ${code(path)} beside the stack of that name, and call \`${functionName(phase)}(this)\` at the end of its constructor.`
    : `Copy ${code(path)} beside your other \`.tf\` files.`;
}

function adoptionText({ standing, imports, addresses }: AdoptedText, here: string): string {
  return [
    `Take over what stands: copy ${code(`${here}/${standing.file}`)} and ${code(`${here}/${imports.file}`)} beside your other \`.tf\` files.`,
    `\`terraform plan\` is to show ${addresses.length} to import and nothing to add, change or destroy; if it shows more, mend the blocks until it does not.`,
    `Apply that, and delete ${code(imports.file)}: an import is done once.`,
  ].join(" ");
}

interface Applying {
  readonly target: TargetName;
  readonly directory: string;
}

/** Of one file it is told which, for patches name no file above where they are applied. */
function patchCommand(edited: WrittenPhase["changes"], patch: string): string {
  const [only, ...others] = edited;
  return only !== undefined && others.length === 0
    ? `patch ${word(only.file)} < ${word(patch)}`
    : `patch -p1 < ${word(patch)}`;
}

export const directoryOf = ({ phase }: WrittenPhase) => `${phase.number}-${phase.slug}`;

const deployment: Readonly<Record<TargetName, string>> = {
  terraform: "terraform plan    # what it shows is to be this phase and nothing else\nterraform apply",
  cloudformation:
    "aws cloudformation create-change-set --stack-name STACK --change-set-name denat --template-body file://TEMPLATE --capabilities CAPABILITY_NAMED_IAM\naws cloudformation describe-change-set --stack-name STACK --change-set-name denat    # it is to be this phase and nothing else\naws cloudformation execute-change-set --stack-name STACK --change-set-name denat",
  cdk: "npx cdk diff    # it is to be this phase and nothing else\nnpx cdk deploy",
};

/** Changes of blocks whose text was not at hand. */
function unlocated({ text }: WrittenPhase): readonly string[] {
  const left = text.blocks.filter(({ isLocated }) => !isLocated);
  if (left.length === 0) return [];
  return [
    "",
    "The sources of these blocks were not given, so that their lines are not known (`--source DIR` gives them):",
    "",
    ...table(
      ["block", "change"],
      left.map((block) => [cell(block.address), changeText(block)]),
    ),
  ];
}

function changeText({ change, text }: BlockChange): string {
  switch (change) {
    case "remove":
      return "remove the block";
    case "remove-routes":
      return "remove its `route` blocks that lead to the NAT";
    case "set":
      return `set ${cell(text)}`;
    case "add-entry":
      return `add ${cell(text)} to \`endpoints\` of the module's call`;
    case "append-route-table":
      return `add ${cell(text)} to \`route_table_ids\``;
    case "add-inner":
      return `add ${cell(text)}`;
  }
}

export function undoCommands(written: WrittenPhase, { target, directory }: Applying): readonly string[] {
  const { phase, changes, text } = written;
  if (phase.number === 4) return [];
  const here = `${directory.replace(/\/$/, "")}/${directoryOf(written)}`;
  const edited = changes.filter(({ before }) => before !== undefined);
  return [
    ...(edited.length === 0 ? [] : [...block("sh", patchCommand(edited, `${here}/rollback.patch`)), ""]),
    ...text.created.map(({ file }) =>
      target === "cdk"
        ? `Take the call of \`${functionName(phase)}(this)\` and ${code(file)} out again.`
        : `Delete ${code(file)} again.`,
    ),
    ...(text.blocks.some(({ isLocated }) => !isLocated) ? ["Put the blocks back as they were."] : []),
    ...text.adopted.map(keptText),
    undone[phase.number],
    "",
    ...block("sh", deployment[target]),
  ];
}

/** A block that is deleted takes the thing with it. */
const keptText = ({ standing, addresses }: AdoptedText) =>
  `Do not delete ${code(standing.file)}: Terraform would destroy what its blocks stand for. To give that out of Terraform's hands, name each block that is left in \`terraform state rm\` first (${addresses.map(code).join(", ")}).`;

const undone: Readonly<Record<1 | 2 | 3 | 5 | 6, string>> = {
  1: "Routes to the prefix lists go with the endpoints, and traffic takes the NAT again; open connections are cut once more.",
  2: "Nothing used these endpoints unless it named them: nothing is cut.",
  3: "Names lead to public addresses again within 60 seconds, the time for which resolvers keep them.",
  5: "The routes to the NAT come back, and with them every way out.",
  6: "A new NAT gateway gets new addresses: those that were released are gone.",
};
