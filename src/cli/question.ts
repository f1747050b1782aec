/** What a plan is asked, however it is shown: for which services, with how much traffic, and how strictly. */
import type { Command } from "commander";
import { amount, names } from "./values.ts";

export interface QuestionOptions {
  readonly needs?: readonly string[];
  readonly gbMonth?: number;
  readonly strict?: boolean;
}

export const withQuestion = (verb: Command): Command =>
  verb
    .option("--needs <services>", "services that the workloads need, as in s3,ssm", names("--needs"))
    .option("--gb-month <gb>", "traffic through the NAT, GB a month", amount("--gb-month", "a volume"))
    .option("--strict", "turn every assumption into an unknown");

export const questionOf = ({ needs = [], gbMonth, strict = false }: QuestionOptions) => ({
  needs,
  gbMonth,
  strict,
});
