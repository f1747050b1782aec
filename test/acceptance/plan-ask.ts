/** Asks for plans, and holds every plan to what CONTRACT.md promises of all of them; the workloads that the cases share. */
import { denat, parseAnswer, wordsOf } from "./ask.ts";
import { instance, lines, resource, template, trustOf } from "./estate.ts";

type Answer = "safe" | "safe-with-changes" | "not-safe" | "cannot-tell";

interface Need {
  readonly service: string;
  readonly evidence: "declared" | "inferred" | "observed";
  readonly origin: string;
  readonly today: { readonly verdict: string; readonly via: { readonly kind: string } | null };
  readonly withoutNat: { readonly verdict: string; readonly codes: readonly string[] };
  readonly after: { readonly verdict: string };
}
interface Addition {
  readonly service: string;
  readonly type: "gateway" | "interface";
  readonly routeTables?: readonly string[];
  readonly subnets?: readonly string[];
}
interface VpcPlan {
  readonly id: string;
  readonly region: string;
  readonly nats: readonly { readonly id: string; readonly kind: string }[];
  readonly workloads: readonly {
    readonly id: string;
    readonly kind: string;
    readonly needs: readonly Need[];
  }[];
  readonly endpoints: {
    readonly present: readonly unknown[];
    readonly add: readonly Addition[];
    readonly remove: readonly unknown[];
  };
  readonly blockers: readonly { readonly code: string; readonly message: string }[];
  readonly unknowns: readonly { readonly fact: string; readonly settledBy: string }[];
}
interface Plan {
  readonly answer: Answer;
  readonly vpcs: readonly VpcPlan[];
  readonly cost: {
    readonly natMonthly: number | null;
    readonly endpointsMonthly: number | null;
    readonly savingMonthly: number | null;
    readonly lines: readonly { readonly item: string; readonly monthly: number | null }[];
  };
}

const statusOf: Readonly<Record<Answer, number>> = {
  safe: 0,
  "safe-with-changes": 1,
  "not-safe": 1,
  "cannot-tell": 2,
};

/** The plan for the estate with `change`, held to what the contract promises of every plan. */
export async function plan(
  change: string,
  options = "",
  files: Readonly<Record<string, string>> = { "template.yaml": template(change) },
  region?: string,
): Promise<Plan> {
  const result = await denat(["plan", ...wordsOf(options)], files, region);
  const answer = parseAnswer<Plan>(result, "denat.plan/1");
  const broken = brokenPromises(answer, result.status);
  if (broken.length > 0) throw new Error(`${answer.answer}: ${broken.join(", ")}`);
  return answer;
}

function brokenPromises(answer: Plan, status: number): readonly string[] {
  const needs = needsOf(answer);
  const is = (one: Answer) => answer.answer === one;
  const promises: readonly (readonly [string, boolean])[] = [
    ["the exit status is that of the answer", status === statusOf[answer.answer]],
    [
      "safe means that every need is met without NAT",
      !is("safe") || needs.every(({ withoutNat }) => withoutNat.verdict === "reachable"),
    ],
    [
      "safe with changes means that every need is met after them",
      !is("safe-with-changes") || needs.every(({ after }) => after.verdict === "reachable"),
    ],
    [
      "what is blocked says why",
      needs.every(({ withoutNat }) => withoutNat.verdict !== "blocked" || withoutNat.codes.length > 0),
    ],
    [
      "cannot tell says what is missing",
      !is("cannot-tell") || answer.vpcs.some(({ unknowns }) => unknowns.length > 0),
    ],
    ["not safe says why", !is("not-safe") || answer.vpcs.some(({ blockers }) => blockers.length > 0)],
  ];
  return promises.flatMap(([promise, kept]) => (kept ? [] : [promise]));
}

export function needsOf({ vpcs }: Plan, workload?: string): readonly Need[] {
  const all = vpcs.flatMap(({ workloads }) => workloads);
  return all.filter(({ id }) => workload === undefined || id === workload).flatMap(({ needs }) => needs);
}

export function servicesOf(answer: Plan, workload: string): readonly string[] {
  return needsOf(answer, workload).map(({ service }) => service);
}

export function additions({ vpcs }: Plan): readonly string[] {
  return vpcs.flatMap(({ endpoints }) => endpoints.add.map(({ service, type }) => `${service} ${type}`));
}

export function natKinds({ vpcs }: Plan): readonly string[] {
  return vpcs.flatMap(({ nats }) => nats.map(({ kind }) => kind));
}

export const role = (name: string, service: string, policies: string) =>
  resource(
    name,
    "AWS::IAM::Role",
    `${trustOf(service)}${policies === "" ? "" : `, ManagedPolicyArns: [${policies}]`}`,
  );
export const managedApp = lines(
  role("AppRole", "ec2", "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"),
  resource("AppProfile", "AWS::IAM::InstanceProfile", "Roles: [!Ref AppRole]"),
  instance("App", "PrivateA", "!Ref AppGroup", "IamInstanceProfile: !Ref AppProfile"),
);

export const task = (image: string, launch: string) =>
  lines(
    "App: ~",
    resource("Cluster", "AWS::ECS::Cluster", "ClusterName: main"),
    role(
      "ExecutionRole",
      "ecs-tasks",
      "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
    ),
    resource("Logs", "AWS::Logs::LogGroup", "RetentionInDays: 7"),
    resource(
      "Task",
      "AWS::ECS::TaskDefinition",
      `RequiresCompatibilities: [${launch}], NetworkMode: awsvpc, Cpu: "256", Memory: "512", ExecutionRoleArn: !GetAtt ExecutionRole.Arn, ContainerDefinitions: [{ Name: web, Image: "${image}", LogConfiguration: { LogDriver: awslogs, Options: { awslogs-group: !Ref Logs, awslogs-region: !Ref AWS::Region, awslogs-stream-prefix: web } } }]`,
    ),
    resource(
      "Service",
      "AWS::ECS::Service",
      `Cluster: !Ref Cluster, LaunchType: ${launch}, TaskDefinition: !Ref Task, DesiredCount: 1, NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [!Ref PrivateA, !Ref PrivateB], SecurityGroups: [!Ref AppGroup] } }`,
    ),
  );
export const privateImage = "111122223333.dkr.ecr.us-east-1.amazonaws.com/web:1";
