/**
 * What was understood of an input, kept for whoever reads it once more with a few things changed: files are known by their objects,
 * and rows of answers too. What has not changed is then the same object in both networks.
 */
import { createDescribeMemory } from "./describe/answer/memory.ts";
import type { DescribeMemory } from "./describe/answer/memory.ts";
import type { InputFile } from "./input.ts";
import type { Recognised } from "./recognise.ts";

export interface ReadMemory {
  readonly recognised: WeakMap<InputFile, Promise<Recognised>>;
  readonly described: DescribeMemory;
}

export function createReadMemory(): ReadMemory {
  return { recognised: new WeakMap(), described: createDescribeMemory() };
}
