/** A lab that runs, in words: what is in it, and how to get there. */

/** What the text needs of a lab; the report knows no more of it. */
export interface LabShown {
  readonly name: string;
  readonly account: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly workloads: readonly {
    readonly id: string;
    readonly kind: string;
    readonly addresses: readonly string[];
  }[];
}

export interface NotBuiltShown {
  readonly component: { readonly kind: string; readonly id: string };
  readonly why: string;
}

export const noLabs = "no lab is running: start one with denat lab up INPUT\n";

export function labLines(lab: LabShown, notBuilt: readonly NotBuiltShown[]): string {
  const { name, workloads } = lab;
  const option = name === "default" ? "" : ` --name ${name}`;
  const [first] = workloads;
  const width = Math.max(0, ...workloads.map(({ id }) => id.length));
  return [
    `lab ${name} is up: account ${lab.account}, ${workloads.length} ${workloads.length === 1 ? "workload" : "workloads"}`,
    ...workloads.map(({ id, kind, addresses }) => `  ${id.padEnd(width)}  ${kind}  ${addresses.join(" ")}`),
    ...notBuilt.map(({ component, why }) => `  not built: ${component.kind} ${component.id}: ${why}`),
    ...(first === undefined
      ? []
      : [
          "",
          `denat lab exec${option} ${first.id} -- aws s3 ls    a command inside it`,
          `denat lab shell${option} ${first.id}                a shell`,
          `denat lab down${option}                       the end of it; so is Ctrl-C here`,
        ]),
    "",
    "The account's owner, for clients that have no role:",
    `  export AWS_ACCESS_KEY_ID=${lab.accessKeyId} AWS_SECRET_ACCESS_KEY=${lab.secretAccessKey}`,
    "",
  ].join("\n");
}
