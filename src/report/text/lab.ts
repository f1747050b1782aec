/** A lab that runs, in words: what is in it, and how to get there. */

/** What the text needs of a lab; the report knows no more of it. */
export interface LabShown {
  readonly name: string;
  readonly account: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly endpoint: string;
  readonly region: string;
  /** A directory for PATH, with the programs that clients out here run besides their own. */
  readonly tools: string;
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

/** What a lab is not: said when it comes up. */
export interface LabGaps {
  readonly notBuilt: readonly NotBuiltShown[];
  /** Where its EC2 API says something else than the input. */
  readonly unlike: readonly NotBuiltShown[];
}

const none: LabGaps = { notBuilt: [], unlike: [] };

export function labLines(lab: LabShown, { notBuilt, unlike }: LabGaps = none): string {
  const { name, workloads } = lab;
  const option = name === "default" ? "" : ` --name ${name}`;
  const [first] = workloads;
  const width = Math.max(0, ...workloads.map(({ id }) => id.length));
  return [
    `lab ${name} is up: account ${lab.account}, ${workloads.length} ${workloads.length === 1 ? "workload" : "workloads"}`,
    ...workloads.map(({ id, kind, addresses }) => `  ${id.padEnd(width)}  ${kind}  ${addresses.join(" ")}`),
    ...notBuilt.map(({ component, why }) => `  not built: ${component.kind} ${component.id}: ${why}`),
    ...unlike.map(({ component, why }) => `  in the EC2 API: ${component.kind} ${component.id}: ${why}`),
    ...(first === undefined
      ? []
      : [
          "",
          `denat lab exec${option} ${first.id} -- aws s3 ls    a command inside it`,
          `denat lab shell${option} ${first.id}                a shell`,
          `denat lab connect${option} ${first.id}              one by Session Manager, through its endpoints`,
          `denat lab down${option}                       the end of it; so is Ctrl-C here`,
        ]),
    "",
    apiLines(lab) +
      `  export PATH=${lab.tools}:$PATH    # session-manager-plugin, where the real one is not installed\n`,
  ].join("\n");
}

type Api = Pick<LabShown, "endpoint" | "region" | "accessKeyId" | "secretAccessKey">;

/** How clients outside the lab find its APIs, to be pasted into a shell. */
export const apiLines = ({ endpoint, region, ...keys }: Api): string =>
  [
    "Its APIs (EC2, IAM, STS, SSM, KMS, Logs, S3) at one address, for the aws cli, SDKs and Ansible out here (AWS_URL is Ansible's):",
    `  export AWS_ENDPOINT_URL=${endpoint} AWS_URL=${endpoint}`,
    `  export AWS_DEFAULT_REGION=${region}`,
    keysLine(keys),
    "",
  ].join("\n");

const keysLine = ({ accessKeyId, secretAccessKey }: Pick<Api, "accessKeyId" | "secretAccessKey">): string =>
  `  export AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey}`;
