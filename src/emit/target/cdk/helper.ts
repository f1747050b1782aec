/** Functions that stand below the one of a phase, where it uses them. */
interface Helper {
  readonly name: string;
  /** Others that call it. */
  readonly by: readonly string[];
  readonly text: string;
}

export const helpers: readonly Helper[] = [
  {
    name: "find",
    by: ["leaveOut"],
    text: `/** The resource that the template calls by this id. */
function find(stack: Stack, logicalId: string): CfnResource {
  for (const one of stack.node.findAll())
    if (CfnResource.isCfnResource(one) && stack.resolve(one.logicalId) === logicalId) return one;
  throw new Error(\`\${stack.node.path} has no resource \${logicalId}\`);
}`,
  },
  {
    name: "leaveOut",
    by: [],
    text: `/** Leaves resources out of the template, and so out of every DependsOn. */
function leaveOut(stack: Stack, logicalIds: readonly string[]): void {
  for (const id of logicalIds) Object.defineProperty(find(stack, id), "shouldSynthesize", { value: () => false });
}`,
  },
  {
    name: "leaveOutOutputs",
    by: [],
    text: `/** Leaves outputs out of the template, which tell of what is left out. */
function leaveOutOutputs(stack: Stack, logicalIds: readonly string[]): void {
  for (const one of stack.node.findAll())
    if (CfnElement.isCfnElement(one) && logicalIds.includes(stack.resolve(one.logicalId)))
      one.node.scope?.node.tryRemoveChild(one.node.id);
}`,
  },
];
