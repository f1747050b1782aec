import { describe, expect, it } from "vitest";
import type { Block } from "./plan.ts";
import { row } from "../cloudformation/resource/read.ts";
import { read } from "./plan.ts";

const role: Block = { block: "aws_iam_role.r", values: { name: "r" } };
const roleOf = (...blocks: readonly Block[]) => row(read(role, ...blocks), "roles", "aws_iam_role.r");
const inline = (refs: readonly string[]): Block => ({
  block: "aws_iam_role_policy.p",
  values: { role: "r" },
  refs: { policy: refs },
});
const text = (action: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] });
/** A statement of a data source that waits for the queue. */
const waiting = {
  deferred: true,
  values: { statement: [{ actions: ["sqs:SendMessage"], effect: "Allow", resources: [null] }] },
  unknown: { json: true, statement: [{ resources: [true], actions: [false] }] },
} as const;

describe("policies of a role", () => {
  it("tell their actions though the plan does not know their resources yet", () => {
    const one = roleOf(
      { block: "data.aws_iam_policy_document.d", ...waiting },
      inline(["data.aws_iam_policy_document.d.json"]),
    );
    expect(one.documents).toMatchObject({
      known: true,
      value: [{ json: { Statement: [{ Effect: "Allow", Action: ["sqs:SendMessage"] }] } }],
    });
  });

  it("have the conditions and the other forms of a data source, and what it is made of", () => {
    const one = roleOf(
      {
        block: "data.aws_iam_policy_document.d",
        deferred: true,
        values: {
          statement: [
            {
              effect: "Deny",
              not_actions: ["iam:*"],
              not_resources: ["arn:aws:s3:::a"],
              condition: [{ test: "StringEquals", variable: "aws:RequestedRegion", values: ["eu-west-1"] }],
            },
          ],
          source_policy_documents: [text("kms:Decrypt")],
        },
        unknown: { json: true },
      },
      inline(["data.aws_iam_policy_document.d.json"]),
    );
    expect(one.documents).toMatchObject({
      value: [
        {
          json: {
            Statement: [
              {
                Effect: "Deny",
                NotAction: ["iam:*"],
                NotResource: ["arn:aws:s3:::a"],
                Condition: { StringEquals: { "aws:RequestedRegion": ["eu-west-1"] } },
              },
            ],
          },
        },
        { json: { Statement: [{ Action: "kms:Decrypt" }] } },
      ],
    });
  });

  it("are the JSON of a data source that was read, and stand where it stands", () => {
    const one = roleOf(
      { block: "data.aws_iam_policy_document.d", values: { json: text("sns:Publish"), statement: [] } },
      { block: "aws_iam_role_policy.p", values: { role: "r", policy: text("sns:Publish") } },
    );
    expect(one.documents).toMatchObject({
      value: [
        {
          json: { Statement: [{ Action: "sns:Publish" }] },
          origin: { file: "data.aws_iam_policy_document.d" },
        },
      ],
    });
  });

  it("are not known where a text is made of what is not, and say what it comes of", () => {
    const { documents } = roleOf({ block: "aws_sqs_queue.q" }, inline(["aws_sqs_queue.q.arn"]));
    expect(documents).toMatchObject({ known: false, fact: expect.stringContaining("aws_sqs_queue.q") });
  });

  it("are AWS's own by name, looked up or not, and the account's by what they hold", () => {
    const one = roleOf(
      {
        block: "data.aws_iam_policy.own",
        values: { arn: "arn:aws:iam::111122223333:policy/own", policy: text("sqs:*") },
      },
      {
        block: "data.aws_iam_policy.aws",
        values: { arn: "arn:aws:iam::aws:policy/ReadOnlyAccess", policy: text("s3:*") },
      },
      {
        block: "aws_iam_role_policy_attachments_exclusive.all",
        values: {
          role_name: "r",
          policy_arns: ["arn:aws:iam::111122223333:policy/own", "arn:aws:iam::aws:policy/ReadOnlyAccess"],
        },
      },
    );
    expect(one.managedPolicies).toMatchObject({ value: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] });
    expect(one.documents).toMatchObject({ value: [{ json: { Statement: [{ Action: "sqs:*" }] } }] });
  });
});
