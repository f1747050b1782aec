/** What runs: instances and what launches them, functions, tasks and node groups. */
import { asList, asText, itemsOf, lotsOf, objectAt, row, textsOf } from "./row.ts";
import type { CallRow, Made, Question } from "./row.ts";
import type { Fields } from "../call.ts";

const groupsCall = "autoscaling describe-auto-scaling-groups";
const nodegroupCall = "eks describe-nodegroup";

export const instanceRows: readonly CallRow[] = [
  row("ec2 describe-instances", { lists: ["Reservations"], input: { MaxResults: 1000 } }),
  row("ec2 describe-instance-attribute", {
    object: "UserData",
    next: [],
    resource: "ec2:*:*:instance/*",
    after: ["ec2 describe-instances"],
    questions: (made) =>
      textsOf(instancesThatStay(made), "InstanceId").map((id) => ({
        input: { InstanceId: id, Attribute: "userData" },
      })),
  }),
  // An image that is gone since, or is no longer shared, is not among the answers.
  row("ec2 describe-images", {
    lists: ["Images"],
    after: ["ec2 describe-instances"],
    questions: (made) =>
      lotsOf(textsOf(instancesThatStay(made), "ImageId"), 200).map((images) => ({
        input: { Filters: [{ Name: "image-id", Values: images }] },
      })),
  }),
  row(groupsCall, { lists: ["AutoScalingGroups"], input: { MaxRecords: 100 } }),
  row("autoscaling describe-launch-configurations", {
    lists: ["LaunchConfigurations"],
    input: { MaxRecords: 100 },
  }),
  row("ec2 describe-launch-template-versions", {
    lists: ["LaunchTemplateVersions"],
    after: [groupsCall, nodegroupCall],
    questions: launchTemplateQuestions,
  }),
  row("lambda list-functions", { lists: ["Functions"] }),
];

/** One that is terminated is listed for an hour more and has nothing left to ask about. */
function instancesThatStay(made: Made): readonly Fields[] {
  return itemsOf(made, "ec2 describe-instances", "Reservations")
    .flatMap((reservation) => asList(reservation["Instances"]) as readonly Fields[])
    .filter(
      (instance) => !/^(?:terminated|shutting-down)$/.test(String(objectAt(instance, "State")["Name"])),
    );
}

/** The versions that groups launch, by template; one whose version nobody says launches its default. */
function launchTemplateQuestions(made: Made): readonly Question[] {
  const specifications = [
    ...itemsOf(made, groupsCall, "AutoScalingGroups").flatMap((group) => {
      const mixed = objectAt(objectAt(group, "MixedInstancesPolicy"), "LaunchTemplate");
      return [objectAt(group, "LaunchTemplate"), objectAt(mixed, "LaunchTemplateSpecification")];
    }),
    ...(made.get(nodegroupCall) ?? []).map(({ output }) =>
      objectAt(objectAt(output, "nodegroup"), "launchTemplate"),
    ),
  ];
  const versions = new Map<string, { readonly input: Fields; readonly wanted: Set<string> }>();
  for (const specification of specifications) {
    const [id] = [...asText(specification["LaunchTemplateId"]), ...asText(specification["id"])];
    const [name] = [...asText(specification["LaunchTemplateName"]), ...asText(specification["name"])];
    const input = id === undefined ? { LaunchTemplateName: name } : { LaunchTemplateId: id };
    const key = id ?? name;
    if (key === undefined) continue;
    const entry = versions.get(key) ?? { input, wanted: new Set<string>() };
    versions.set(key, entry);
    const [version = "$Default"] = [...asText(specification["Version"]), ...asText(specification["version"])];
    entry.wanted.add(version);
  }
  return [...versions.values()].map(({ input, wanted }) => ({ input: { ...input, Versions: [...wanted] } }));
}

/** The names that `call` has listed under `key`, with the cluster that each list was asked of. */
function byCluster(made: Made, call: string, key: string): readonly (readonly [string, readonly string[]])[] {
  return (made.get(call) ?? []).map(({ question, output }) => [
    String(question.input["cluster"] ?? question.input["clusterName"]),
    asList(output[key]).flatMap(asText),
  ]);
}

const ecsClusters = "ecs list-clusters";

function ofEachCluster(list: string): Pick<CallRow, "after" | "questions" | "lists" | "kept"> {
  return {
    lists: [list],
    kept: false,
    after: [ecsClusters],
    questions: (made) =>
      (made.get(ecsClusters) ?? []).flatMap(({ output }) =>
        asList(output["clusterArns"]).map((cluster) => ({ input: { cluster } })),
      ),
  };
}

/** The calls answer for at most so many at a time: API_DescribeServices.html, API_DescribeTasks.html (read 2026-11-29). */
function inLots(
  [call, key]: readonly [string, string],
  field: string,
  most: number,
): Pick<CallRow, "after" | "questions"> {
  return {
    after: [call],
    questions: (made) =>
      byCluster(made, call, key).flatMap(([cluster, names]) =>
        lotsOf(names, most).map((lot) => ({ input: { cluster, [field]: lot } })),
      ),
  };
}

const services = ["ecs list-services", "serviceArns"] as const;
const tasks = ["ecs list-tasks", "taskArns"] as const;
const containerInstances = ["ecs list-container-instances", "containerInstanceArns"] as const;

/** The policies in ECS's own guide give `ecs:ListTasks` on `*`: a list of a whole cluster names no container instance. */
export const ecsRows: readonly CallRow[] = [
  row(ecsClusters, { lists: ["clusterArns"], kept: false }),
  row(services[0], ofEachCluster(services[1])),
  row("ecs describe-services", {
    lists: ["services"],
    next: [],
    resource: "ecs:*:*:service/*",
    ...inLots(services, "services", 10),
  }),
  row(tasks[0], ofEachCluster(tasks[1])),
  row("ecs describe-tasks", {
    lists: ["tasks"],
    next: [],
    resource: "ecs:*:*:task/*",
    ...inLots(tasks, "tasks", 100),
  }),
  row(containerInstances[0], { ...ofEachCluster(containerInstances[1]), resource: "ecs:*:*:cluster/*" }),
  row("ecs describe-container-instances", {
    lists: ["containerInstances"],
    next: [],
    resource: "ecs:*:*:container-instance/*",
    ...inLots(containerInstances, "containerInstances", 100),
  }),
  row("ecs describe-task-definition", {
    object: "taskDefinition",
    next: [],
    after: ["ecs describe-services", "ecs describe-tasks"],
    questions: (made) => {
      const named = [
        ...textsOf(itemsOf(made, "ecs describe-services", "services"), "taskDefinition"),
        ...textsOf(itemsOf(made, "ecs describe-tasks", "tasks"), "taskDefinitionArn"),
      ];
      return [...new Set(named)].map((arn) => ({ input: { taskDefinition: arn } }));
    },
  }),
];

const eksClusters = "eks list-clusters";

function clusterNames(made: Made): readonly string[] {
  return (made.get(eksClusters) ?? []).flatMap(({ output }) => asList(output["clusters"]).flatMap(asText));
}

export const eksRows: readonly CallRow[] = [
  row(eksClusters, { lists: ["clusters"], kept: false }),
  row("eks describe-cluster", {
    object: "cluster",
    next: [],
    resource: "eks:*:*:cluster/*",
    after: [eksClusters],
    questions: (made) => clusterNames(made).map((name) => ({ input: { name } })),
  }),
  row("eks list-addons", {
    lists: ["addons"],
    kept: false,
    resource: "eks:*:*:cluster/*",
    after: [eksClusters],
    questions: (made) => clusterNames(made).map((clusterName) => ({ input: { clusterName } })),
  }),
  row("eks describe-addon", {
    object: "addon",
    next: [],
    resource: "eks:*:*:addon/*",
    after: ["eks list-addons"],
    questions: (made) =>
      byCluster(made, "eks list-addons", "addons").flatMap(([clusterName, names]) =>
        names.map((addonName) => ({ input: { clusterName, addonName } })),
      ),
  }),
  row("eks list-nodegroups", {
    lists: ["nodegroups"],
    kept: false,
    resource: "eks:*:*:cluster/*",
    after: [eksClusters],
    questions: (made) => clusterNames(made).map((clusterName) => ({ input: { clusterName } })),
  }),
  row(nodegroupCall, {
    object: "nodegroup",
    next: [],
    resource: "eks:*:*:nodegroup/*",
    after: ["eks list-nodegroups"],
    questions: (made) =>
      byCluster(made, "eks list-nodegroups", "nodegroups").flatMap(([clusterName, names]) =>
        names.map((nodegroupName) => ({ input: { clusterName, nodegroupName } })),
      ),
  }),
];
