/** A lab that runs, in words: what is in it, and how to get there. */

/** What the text needs of a lab; the report knows no more of it. */
export interface LabShown {
  readonly name: string;
  readonly account: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly endpoint?: string | undefined;
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
    lab.endpoint === undefined ? ownerLines(lab) : apiLines({ ...lab, endpoint: lab.endpoint }),
  ].join("\n");
}

type Keys = Pick<LabShown, "accessKeyId" | "secretAccessKey">;

const ownerLines = (keys: Keys): string =>
  ["The account's owner, for clients that have no role:", keysLine(keys), ""].join("\n");

/** How clients outside the lab find an EC2 API, to be pasted into a shell. */
export const apiLines = ({ endpoint, ...keys }: Keys & { readonly endpoint: string }): string =>
  [
    "Its EC2 API, for aws ec2, SDKs and Ansible out here (which also ask STS who they are, and AWS_URL is Ansible's):",
    `  export AWS_ENDPOINT_URL_EC2=${endpoint} AWS_ENDPOINT_URL_STS=${endpoint} AWS_URL=${endpoint}`,
    "  export AWS_DEFAULT_REGION=us-east-1",
    keysLine(keys),
    "",
  ].join("\n");

const keysLine = ({ accessKeyId, secretAccessKey }: Keys): string =>
  `  export AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey}`;
