/**
 * The Terraform reader: plans and states, of Terraform and of OpenTofu, as a network.
 *
 *   document/       the three kinds of JSON become instances, with what is not told of them
 *   configuration/  what a plan says that they were written as
 *   edge/           which instance an argument means that is known only once it is applied
 *   read/           arguments become values
 *   translate/      types of Terraform become those of ../resource/, by tables
 *
 * Decides what each argument comes to; leaves to ../resource/ what a resource means for the network. What is sensitive, and
 * whatever stands in types that are not in the tables, is neither kept nor printed.
 */
import type { Facts } from "../../facts/index.ts";
import type { Reading } from "../../model/network.ts";
import type { ReadOptions } from "../input.ts";
import { toReading } from "../resource/index.ts";
import { readDocument } from "./document/read.ts";
import type { TerraformFile } from "./document/read.ts";
import { newestStates, withoutPlanned } from "./document/repeats.ts";
import { createWorld } from "./edge/world.ts";
import { makeResources } from "./make.ts";
import { unusedOf } from "./notes.ts";
import { createPlaces, emptyStack } from "./place.ts";

/** Throws an AppError for a file that Terraform did not write, or in which nothing is of AWS. */
export function readTerraform(files: readonly TerraformFile[], options: ReadOptions, facts: Facts): Reading {
  const newest = newestStates(files);
  const read = newest.kept.map((file) =>
    readDocument(file, options.side ?? "after", newest.kept.length === 1),
  );
  const useful = read.filter(({ refusal }) => refusal === undefined);
  const [useless] = read.flatMap(({ refusal }) => refusal ?? []);
  if (useful.length === 0 && useless !== undefined) throw useless;
  const { kept: documents, unused } = withoutPlanned(useful.map(({ document }) => document));
  const foreign = read.flatMap(({ document, refusal }) =>
    refusal === undefined ? [] : [{ path: document.file, reason: refusal.message }],
  );
  const world = createWorld(documents);
  const stackOf = createPlaces(documents, world, options);
  const { resources, unread } = makeResources(world, stackOf, facts);
  const stacks = new Set(resources.map(({ stack }) => stack));
  // Before the first apply there is nothing, and that is known.
  if (stacks.size === 0) for (const document of documents) stacks.add(emptyStack(document, options));
  const reading = toReading([...stacks], resources, facts);
  return {
    network: reading.network,
    unused: [
      ...newest.unused,
      ...unused,
      ...read.flatMap((one) => one.unused),
      ...foreign,
      ...reading.unused,
      ...unusedOf(documents, unread),
    ],
  };
}
