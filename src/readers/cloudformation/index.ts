/**
 * The CloudFormation reader: templates, CDK's assemblies among them, as a network.
 *
 * evaluate.ts makes resources of the texts, ../resource/ makes a network of the resources.
 */
import type { Facts } from "../../facts/index.ts";
import type { Reading } from "../../model/network.ts";
import type { InputFile, ReadOptions } from "../input.ts";
import { evaluateTemplates } from "./evaluate.ts";
import { toReading } from "../resource/index.ts";

/** Throws an AppError with file and line where CloudFormation would refuse a template, or EC2 a subnet's addresses. */
export function readTemplates(files: readonly InputFile[], options: ReadOptions, facts: Facts): Reading {
  const { stacks, resources, unused } = evaluateTemplates(files, options, facts);
  const reading = toReading(stacks, resources, facts);
  return { network: reading.network, unused: [...unused, ...reading.unused] };
}
