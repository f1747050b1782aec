import { describe, expect, it } from "vitest";
import type { ImageFamily, TriggerKind } from "../../src/facts/index.ts";
import { facts, factsWith, tables } from "./facts.ts";

const marks = { required: "", conditional: "(", doubtful: "?" } as const;

/** `ssm` where required, `(s3)` where conditional, `?s3` where doubtful, each once, in order of the alphabet. */
const short = (trigger: TriggerKind, text: string, region = "us-east-1") =>
  [
    ...new Set(
      facts
        .needsFor(trigger, text, region)
        .map(
          ({ service, necessity }) =>
            `${marks[necessity]}${service}${necessity === "conditional" ? ")" : ""}`,
        ),
    ),
  ].toSorted();

const trio = ["ecs", "ecs-agent", "ecs-telemetry"];
const pull = ["ecr.api", "ecr.dkr", "s3"];
const ssm = ["(ec2messages)", "(kms)", "(logs)", "(s3)", "ssm", "ssmmessages"];

describe("needsFor", () => {
  it.each<readonly [TriggerKind, string, readonly string[]]>([
    ["workload", "instance", []],
    ["workload", "lambda", []],
    ["workload", "ecs-service", ["(kms)", "(ssmmessages)"]],
    [
      "workload",
      "eks-nodegroup",
      [
        "(autoscaling)",
        "(eks)",
        "(eks-auth)",
        "(elasticloadbalancing)",
        "(logs)",
        "(sts)",
        "(xray)",
        "ec2",
        ...pull,
      ],
    ],
    ["launch-type", "EC2", trio],
    ["launch-type", "FARGATE", []],
    ["log-driver", "awslogs", ["logs"]],
    ["log-driver", "json-file", []],
    ["log-driver", "splunk", ["?internet"]],
    ["secret", "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf", ["(kms)", "secretsmanager"]],
    ["secret", "arn:aws:ssm:us-east-1:123456789012:parameter/db/password", ["ssm"]],
    ["secret", "/db/password", ["ssm"]],
    ["event-source", "kafka", ["lambda", "sts"]],
    ["event-source", "kafka with a secret", ["lambda", "secretsmanager", "sts"]],
    ["event-source", "self-managed-kafka with access unknown", ["?secretsmanager", "lambda", "sts"]],
    ["event-source", "documentdb with a secret", ["lambda", "secretsmanager", "sts"]],
    ["event-source", "mq activemq with a secret", ["lambda", "secretsmanager", "sts"]],
    ["event-source", "mq rabbitmq with a secret", ["lambda", "secretsmanager"]],
    ["event-source", "mq", ["?sts", "lambda", "secretsmanager"]],
    ["event-source", "on-failure sns", ["sns"]],
    ["event-source", "kafka://pkc-1.eu-west-1.aws.confluent.cloud:9092", ["internet"]],
    ["event-source", "kafka://broker.partner.dev:9092", ["?internet"]],
    ["event-source", "kafka://b-1.demo.internal:9092", []],
    ["managed-policy", "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore", ssm],
    ["managed-policy", "AmazonSSMManagedInstanceCore", ssm],
    ["managed-policy", "CloudWatchAgentServerPolicy", ["(ec2)", "(ssm)", "(xray)", "logs", "monitoring"]],
    ["managed-policy", "AmazonS3ReadOnlyAccess", ["s3"]],
    ["managed-policy", "service-role/AmazonECSTaskExecutionRolePolicy", ["ecr.api", "ecr.dkr", "logs", "s3"]],
    ["managed-policy", "AmazonEC2RoleforAWSCodeDeploy", ["codedeploy", "codedeploy-commands-secure", "s3"]],
    ["managed-policy", "MyOwnPolicy", []],
    ["iam-action", "ec2messages:GetMessages", ["(ec2messages)"]],
    ["iam-action", "s3:GetObject", []],
    ["environment", "TABLE_NAME=orders", []],
    ["environment", "QUEUE_URL=https://sqs.us-east-1.amazonaws.com/123456789012/q", ["sqs"]],
    ["environment", "WEBHOOK=https://hooks.slack.com/services/x", ["internet"]],
    ["environment", "PARTNER=https://api.partner.dev/v1", ["?internet"]],
    ["environment", "DD_SITE=datadoghq.com", ["internet"]],
    ["environment", "MAIL=smtp.partner.dev", []],
    ["environment", "DB=db1.abc.us-east-1.rds.amazonaws.com", []],
    ["environment", "API=http://orders.internal:8080", []],
    ["environment", "CONFIG=app.settings.json", []],
    ["user-data", "#!/bin/bash\nyum install -y httpd", ["?internet", "s3"]],
    ["user-data", "yum install -y aws-cfn-bootstrap", ["?internet", "s3"]],
    ["user-data", "dnf -y update", ["?internet", "s3"]],
    ["user-data", "apt-get update && apt-get install -y nginx", ["internet"]],
    ["user-data", "pip3 install boto3", ["internet"]],
    ["user-data", "npm ci", ["internet"]],
    ["user-data", "docker run -d nginx", ["internet"]],
    [
      "user-data",
      "docker run -d --name web -p 80:80 -e A=b 111122223333.dkr.ecr.us-east-1.amazonaws.com/web",
      pull,
    ],
    ["user-data", "docker pull $IMAGE", ["?internet"]],
    ["user-data", "docker-compose up -d", ["?internet"]],
    ["user-data", "#cloud-config\nruncmd:\n  - [ pip3, install, boto3 ]", ["internet"]],
    ["user-data", "curl -O \\\n  https://files.partner.dev/agent.tgz", ["internet"]],
    [
      "user-data",
      "pip install --index-url https://d-111122223333.d.codeartifact.us-east-1.amazonaws.com/pypi/r x",
      [],
    ],
    ["user-data", "pip install ./wheels/app.whl", []],
    ["user-data", "#cloud-config\npackage_update: false", []],
    ["user-data", "/opt/aws/bin/cfn-signal -e $? --stack s --resource r", ["cloudformation"]],
    ["user-data", "curl -fsSL https://get.docker.com | sh", ["internet"]],
    ["user-data", "curl -O https://my-bucket.s3.us-east-1.amazonaws.com/app.tgz", ["s3"]],
    ["user-data", "curl -s http://169.254.169.254/latest/meta-data/instance-id", []],
    ["user-data", "curl http://localhost:8080/health.json", []],
    ["user-data", "aws --region us-east-1 s3 cp s3://b/k .", ["s3"]],
    ["user-data", "aws secretsmanager get-secret-value --secret-id x", ["secretsmanager"]],
    ["user-data", "echo ECS_CLUSTER=prod >> /etc/ecs/ecs.config", trio],
    ["user-data", "/etc/eks/bootstrap.sh prod", ["(eks)", "ec2", ...pull]],
    ["user-data", "# yum install -y httpd\n  # curl https://example.com\ntrue", []],
    ["user-data", "#cloud-config\npackages:\n  - httpd", ["?internet", "s3"]],
    ["user-data", "echo hello", []],
    ["user-data", "", []],
  ])("%s %s: %j", (trigger, text, expected) => {
    expect(short(trigger, text)).toEqual(expected.toSorted());
  });

  it.each([
    ["us-east-1", []],
    ["ca-west-1", trio],
    ["mx-central-1", trio],
  ])("asks for the ECS endpoints of Fargate in %s: %j", (region, expected) => {
    expect(short("launch-type", "FARGATE", region)).toEqual(expected);
  });

  it("never requires ec2messages, in any Region and by any policy", () => {
    for (const { name } of facts.regions) {
      for (const text of ["AmazonSSMManagedInstanceCore", "AmazonEC2RoleforSSM", "AmazonSSMFullAccess"]) {
        const needs = facts
          .needsFor("managed-policy", text, name)
          .filter(({ service }) => service === "ec2messages");
        expect(
          needs.map(({ necessity }) => necessity),
          `${text} in ${name}`,
        ).toEqual(needs.map(() => "conditional"));
      }
    }
  });

  it("says when a Region has no ec2messages at all", () => {
    const [need] = facts.needsFor("iam-action", "ec2messages:*", "mx-central-1");
    expect(need?.when).toContain("which this one is not");
    expect(facts.needsFor("iam-action", "ec2messages:*", "us-east-1")[0]?.when).toContain("3.3.40.0");
  });
});

describe("actions and resources", () => {
  const asked = (trigger: TriggerKind, text: string, service: string, region: string) =>
    facts.needsFor(trigger, text, region).find((need) => need.service === service);

  it("asks S3 for ECR's layers in the Region and partition", () => {
    expect(
      asked("image", "123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1", "s3", "us-east-1"),
    ).toMatchObject({
      actions: ["s3:GetObject"],
      resources: ["arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*"],
    });
    expect(asked("workload", "eks-nodegroup", "s3", "cn-north-1")?.resources).toEqual([
      "arn:aws-cn:s3:::prod-cn-north-1-starport-layer-bucket/*",
    ]);
    expect(asked("workload", "eks-nodegroup", "s3", "unknown-region")?.resources).toEqual([
      "arn:aws:s3:::prod-*-starport-layer-bucket/*",
    ]);
  });
  it("asks the registry for the repository of the image", () => {
    const need = asked(
      "image",
      "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app:1.2",
      "ecr.dkr",
      "us-east-1",
    );
    expect(need?.resources).toEqual(["arn:aws:ecr:eu-west-1:123456789012:repository/team/app"]);
    expect(need?.actions).toContain("ecr:BatchGetImage");
  });
  it("asks S3 for Amazon Linux and for the agent's buckets", () => {
    expect(asked("user-data", "dnf install -y x", "s3", "ap-northeast-1")?.resources).toEqual([
      "arn:aws:s3:::al2023-repos-ap-northeast-1-de612dc2/*",
    ]);
    expect(
      asked("managed-policy", "AmazonSSMManagedInstanceCore", "s3", "us-gov-west-1")?.resources,
    ).toContain("arn:aws-us-gov:s3:::patch-baseline-snapshot-us-gov-west-1/*");
  });
});

describe("hosts that needs name", () => {
  const hosts = (trigger: TriggerKind, text: string, family?: ImageFamily) =>
    facts
      .needsFor(trigger, text, "us-east-1", family)
      .filter(({ necessity }) => necessity !== "conditional")
      .map(({ service, host, region }) => [service, host, region].filter(Boolean).join(" "));

  it.each<readonly [TriggerKind, string, readonly string[]]>([
    ["image", "nginx:1", ["internet docker.io"]],
    ["image", "ghcr.io/o/app", ["internet ghcr.io"]],
    [
      "image",
      "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app",
      [
        "ecr.api api.ecr.eu-west-1.amazonaws.com eu-west-1",
        "ecr.dkr 111122223333.dkr.ecr.eu-west-1.amazonaws.com eu-west-1",
        "s3 s3.eu-west-1.amazonaws.com eu-west-1",
      ],
    ],
    ["user-data", "npm ci", ["internet registry.npmjs.org"]],
    ["user-data", "HOST=files.partner.dev\ncurl https://$HOST/a.tgz", ["internet files.partner.dev"]],
    [
      "user-data",
      'export HOST="files.partner.dev"\nwget https://${HOST}/a.tgz',
      ["internet files.partner.dev"],
    ],
    ["user-data", "HOST=$(hostname)\ncurl https://$HOST/a.tgz", ["internet"]],
    ["user-data", "IMAGE=ghcr.io/o/app:1\ndocker run -d --rm $IMAGE", ["internet ghcr.io"]],
    ["user-data", "git clone git@github.com:o/r.git", ["internet github.com"]],
    ["environment", "Q=https://sqs.us-east-1.amazonaws.com/1/q", ["sqs"]],
    [
      "environment",
      "Q=https://sqs.eu-west-1.amazonaws.com/1/q",
      ["sqs sqs.eu-west-1.amazonaws.com eu-west-1"],
    ],
    ["environment", "B=https://mine.s3.us-east-1.amazonaws.com/k", ["s3"]],
    [
      "environment",
      "B=https://mine.s3.eu-west-1.amazonaws.com/k",
      ["s3 mine.s3.eu-west-1.amazonaws.com eu-west-1"],
    ],
    ["environment", "S=https://sts.amazonaws.com", ["sts sts.amazonaws.com"]],
  ])("%s %s: %j", (trigger, text, expected) => {
    expect([...new Set(hosts(trigger, text))]).toEqual(expected);
  });

  it.each<readonly [ImageFamily, string, readonly string[]]>([
    ["amazon-linux", "yum install -y httpd", ["s3"]],
    ["red-hat", "yum install -y httpd", ["internet rhui.us-east-1.aws.ce.redhat.com"]],
    ["other-linux", "dnf install -y httpd", ["internet"]],
    ["ubuntu", "apt-get update", ["internet archive.ubuntu.com"]],
    ["debian", "apt-get update", ["internet deb.debian.org"]],
    ["ubuntu", "#cloud-config\npackages:\n  - nginx", ["internet archive.ubuntu.com"]],
    ["amazon-linux", "#cloud-config\npackages: [nginx]", ["s3"]],
  ])("on %s, %s: %j", (family, text, expected) => {
    expect([...new Set(hosts("user-data", text, family))]).toEqual(expected);
  });

  it.each([
    ["ami-0123456789abcdef0", "yum install -y httpd", "unknown"],
    ["ami-0123456789abcdef0", "yum install -y aws-cfn-bootstrap", "amazon-linux"],
    ["ami-0123456789abcdef0", "amazon-linux-extras install -y nginx1", "amazon-linux"],
    ["ami-0123456789abcdef0", "apt-get update", "debian-like"],
    ["/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64", "", "amazon-linux"],
    ["/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id", "", "ubuntu"],
    ["RHEL-9.4.0_HVM-20250519-x86_64-0-Hourly2-GP3", "", "red-hat"],
    ["/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base", "", "windows"],
    ["Rocky-9-EC2-Base-9.4", "yum install -y aws-cfn-bootstrap", "other-linux"],
  ])("the family of %s with %s is %s", (image, script, family) => {
    expect(facts.imageFamily(image, script)).toBe(family);
  });
});

describe("servicesOfAction", () => {
  it.each([
    ["s3:GetObject", ["s3"]],
    ["S3:getobject", ["s3"]],
    ["s3:*", ["s3"]],
    ["ecr:GetAuthorizationToken", ["ecr.api"]],
    ["ecr:BatchGetImage", ["ecr.api", "ecr.dkr", "s3"]],
    ["ecr:*", ["ecr.api", "ecr.dkr", "s3"]],
    ["ecs:Poll", ["ecs-agent"]],
    ["ecs:RunTask", ["ecs"]],
    ["dynamodb:GetRecords", ["dynamodb-streams"]],
    ["dynamodb:Get*", ["dynamodb-streams", "dynamodb"]],
    ["cloudwatch:PutMetricData", ["monitoring"]],
    ["elasticfilesystem:ClientMount", []],
    ["nosuchprefix:Get", undefined],
    ["*", undefined],
    ["", undefined],
  ])("%s: %j", (action, services) => {
    expect(facts.servicesOfAction(action)?.toSorted()).toEqual(services?.toSorted());
  });
});

describe("actionsOfService", () => {
  it.each([
    ["s3", "s3:*"],
    ["ssm", "ssm:*"],
    ["monitoring", "cloudwatch:*"],
    ["ecr.dkr", "ecr:BatchGetImage"],
  ])("%s carries %s", (token, action) => {
    expect(facts.actionsOfService(token)).toContain(action);
  });
  it("never lends S3 the actions of services that keep their data there", () => {
    expect(facts.actionsOfService("s3").filter((action) => !action.startsWith("s3"))).toEqual([]);
    expect(facts.actionsOfService("no-such-service")).toEqual([]);
  });
});

describe("servicesOfPolicy", () => {
  it("tells an unknown policy from one without services", () => {
    expect(facts.servicesOfPolicy("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")).toEqual(["s3"]);
    expect(facts.servicesOfPolicy("MyOwnPolicy")).toBeUndefined();
  });
});

describe("readImage", () => {
  it.each([
    ["123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1", "private-ecr", "123456789012", "us-east-1"],
    [
      "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/app@sha256:abc",
      "private-ecr",
      "123456789012",
      "cn-north-1",
    ],
    ["123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov/app", "private-ecr", "123456789012", "us-iso-east-1"],
    ["123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu/app", "private-ecr", "123456789012", "eusc-de-east-1"],
    [
      "123456789012.dkr.ecr.unknown-region.amazonaws.com/app",
      "private-ecr",
      "123456789012",
      "unknown-region",
    ],
    ["123456789012.dkr-ecr.us-east-1.on.aws/app", "private-ecr", "123456789012", "us-east-1"],
    ["public.ecr.aws/nginx/nginx:latest", "ecr-public", undefined, undefined],
    ["nginx", "other", undefined, undefined],
    ["amazon/amazon-ecs-sample", "other", undefined, undefined],
    ["ghcr.io/o/app:1", "other", undefined, undefined],
    ["registry.k8s.io/pause:3.9", "other", undefined, undefined],
    ["registry.example.com:5000/app", "other", undefined, undefined],
    ["123456789012.dkr.ecr.us-east-1.amazonaws.com.evil.com/app", "other", undefined, undefined],
    ["", "other", undefined, undefined],
  ])("%s is of a %s registry", (reference, registry, account, region) => {
    expect(facts.readImage(reference)).toMatchObject({ registry, account, region });
  });
  it.each([
    ["nginx", "docker.io", ["internet"]],
    ["public.ecr.aws/nginx/nginx", "public.ecr.aws", ["internet"]],
    ["registry.example.com:5000/app", "registry.example.com", ["internet"]],
    [
      "123456789012.dkr.ecr.us-east-1.amazonaws.com/app",
      "123456789012.dkr.ecr.us-east-1.amazonaws.com",
      pull,
    ],
  ])("%s is pulled from %s: %j", (reference, host, services) => {
    const image = facts.readImage(reference);
    expect(image.host).toBe(host);
    expect(image.needs.map(({ service, necessity }) => `${service} ${necessity}`)).toEqual(
      services.map((service) => `${service} required`),
    );
  });
  it("warns of the first pull through a cache", () => {
    const { needs } = facts.readImage(
      "123456789012.dkr.ecr.us-east-1.amazonaws.com/docker-hub/library/nginx:1",
    );
    expect(needs.find(({ service }) => service === "internet")).toMatchObject({ necessity: "conditional" });
  });
});

describe("tables of needs", () => {
  it.each([
    [
      "needs",
      "workload,^eks-nodegroup$,,ec2,",
      "workload,^eks-nodegroup$,,ec3,",
      /needs\.csv:\d+: no service ec3/,
    ],
    [
      "needs",
      "workload,^eks-nodegroup$,,ec2,,required,",
      "workload,^eks-nodegroup$,,ec2,,required,sometimes",
      /needs\.csv:\d+: needs that are not required say when/,
    ],
    [
      "needs",
      "workload,^eks-nodegroup$,",
      "workload,^(eks-nodegroup$,",
      /needs\.csv:\d+: no regular expression/,
    ],
    [
      "iam-actions",
      "\necs,Poll,ecs-agent,",
      "\necs,Poll,ecs-agents,",
      /iam-actions\.csv:\d+: no service ecs-agents/,
    ],
    [
      "needs",
      "workload,^eks-nodegroup$,,ec2,",
      "workload,^eks-nodegroup$,amazonlinux,ec2,",
      /needs\.csv:\d+: no family amazonlinux/,
    ],
    ["image-families", ",bottlerocket,https", ",bottle,https", /image-families\.csv:\d+: family is none of/],
    ["images", "other", "others", /images\.csv:\d+: registry is none of/],
    [
      "managed-policies",
      ",ec2messages ssm ssmmessages,",
      ",ec2messages ssmm,",
      /managed-policies\.csv:\d+: no service ssmm/,
    ],
  ] as const)("%s throws on a broken row: %s", (table, from, to, message) => {
    expect(tables[table]).toContain(from);
    const changed = tables[table].replaceAll(from, to);
    expect(() => factsWith({ [table]: changed }).needsFor("workload", "instance", "us-east-1")).toThrow(
      message,
    );
  });
});

describe("actionsOfPolicyTemplate", () => {
  it.each([
    ["SQSPollerPolicy", ["sqs"]],
    ["S3ReadPolicy", ["s3"]],
    ["KMSDecryptPolicy", ["kms"]],
    ["StepFunctionsExecutionPolicy_v2", ["states", "sync-states"]],
    ["CloudWatchPutMetricPolicy", ["monitoring"]],
  ])("%s calls %j", (name, services) => {
    const actions = facts.actionsOfPolicyTemplate(name) ?? [];
    expect([...new Set(actions.flatMap((action) => facts.servicesOfAction(action) ?? []))].sort()).toEqual(
      services,
    );
  });

  it("knows none of a name that SAM does not have", () => {
    expect(facts.actionsOfPolicyTemplate("HousePolicy")).toBeUndefined();
  });
});
