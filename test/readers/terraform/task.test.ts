import { expect, it } from "vitest";
import { clues, row } from "../cloudformation/resource/read.ts";
import { ground, read, vpcId } from "./plan.ts";
import type { Block } from "./plan.ts";

const subnet: Block = { block: "aws_subnet.a", values: { cidr_block: "10.0.0.0/24" }, refs: vpcId };
const service: Block = {
  block: "aws_ecs_service.s",
  values: { name: "s", launch_type: "FARGATE", enable_execute_command: true },
  refs: { task_definition: ["aws_ecs_task_definition.t.arn"], network_configuration: ["aws_subnet.a.id"] },
};

it("definitions that wait for the apply tell what resources they name, and that the rest is missing", () => {
  const reading = read(
    ...ground,
    subnet,
    service,
    { block: "aws_ecr_repository.app", values: { name: "app" } },
    { block: "aws_secretsmanager_secret.db", values: { name: "db" } },
    { block: "aws_ssm_parameter.flag", values: { name: "/flag", value: "never read" } },
    { block: "aws_cloudwatch_log_group.logs", values: { name: "/ecs/app" } },
    {
      block: "aws_ecs_task_definition.t",
      values: { family: "t" },
      refs: {
        container_definitions: [
          "aws_ecr_repository.app.repository_url",
          "aws_secretsmanager_secret.db.arn",
          "aws_ssm_parameter.flag.arn",
          "aws_cloudwatch_log_group.logs.name",
        ],
      },
    },
  );
  expect(clues(reading, "aws_ecs_service.s")).toEqual([
    "launch-type: FARGATE",
    "ecs-exec: true",
    "image: ${ContainerDefinitions}",
    "image: unknown-account.dkr.ecr.eu-west-1.amazonaws.com/aws_ecr_repository-app",
    "secret: arn:aws:secretsmanager:::secret:aws_secretsmanager_secret.db",
    "secret: arn:aws:ssm:::parameter/aws_ssm_parameter.flag",
    "log-driver: awslogs",
  ]);
  const [, , open] = row(reading, "workloads", "aws_ecs_service.s").clues;
  expect(open?.missing?.fact).toContain("container_definitions of aws_ecs_task_definition.t");
  expect(JSON.stringify(open)).not.toContain("never read");
});
