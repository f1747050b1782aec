// The real AWS CLI, where there is one: what it sends is not what the SDK for JavaScript sends.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { startLab } from "./lab.ts";

const run = promisify(execFile);
const version = await run("aws", ["--version"]).then(
  ({ stdout, stderr }) => stdout + stderr,
  () => undefined,
);

async function newCli() {
  const { url } = await startLab();
  const env = {
    PATH: process.env["PATH"],
    HOME: "/nonexistent",
    AWS_ACCESS_KEY_ID: "AKIALABTEST",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_PAGER: "",
  };
  return async (...args: readonly string[]): Promise<string> => {
    try {
      const { stdout } = await run("aws", ["--endpoint-url", url, "--output", "text", "ec2", ...args], {
        env,
      });
      return stdout.trim();
    } catch (error) {
      return String((error as { stderr?: string }).stderr).trim();
    }
  };
}

/** In CI it is not passed over: there, a missing client is a failure. */
const isPassedOver = version === undefined && process.env["CI"] === undefined;

describe.skipIf(isPassedOver)(`the AWS CLI (${version?.trim() ?? "not here"})`, () => {
  it("makes a private subnet with an endpoint for S3, and hears what is refused", async () => {
    const aws = await newCli();
    const vpc = await aws(
      "create-vpc",
      "--cidr-block",
      "10.0.0.0/16",
      "--tag-specifications",
      "ResourceType=vpc,Tags=[{Key=Name,Value=lab}]",
      "--query",
      "Vpc.VpcId",
    );
    const table = await aws("create-route-table", "--vpc-id", vpc, "--query", "RouteTable.RouteTableId");
    const endpoint = await aws(
      "create-vpc-endpoint",
      "--vpc-id",
      vpc,
      "--service-name",
      "com.amazonaws.us-east-1.s3",
      "--route-table-ids",
      table,
      "--query",
      "VpcEndpoint.VpcEndpointId",
    );
    expect(
      await aws(
        "describe-route-tables",
        "--route-table-ids",
        table,
        "--query",
        "RouteTables[0].Routes[1].GatewayId",
      ),
    ).toBe(endpoint);
    expect(
      await aws("describe-vpcs", "--filters", "Name=tag:Name,Values=lab", "--query", "Vpcs[].VpcId"),
    ).toBe(vpc);
    expect(await aws("delete-vpc", "--vpc-id", vpc)).toContain(
      "An error occurred (DependencyViolation) when calling the DeleteVpc operation",
    );
    expect(await aws("create-vpc", "--cidr-block", "10.0.0.0/16", "--dry-run")).toContain(
      "(DryRunOperation)",
    );
  }, 60_000);
});
