/** What instances are launched from. */
import type { Actions } from "../context.ts";
import { describeImages } from "./image.ts";
import { describeInstanceTypeOfferings, describeInstanceTypes } from "./instance-type.ts";
import { createKeyPair, deleteKeyPair, describeKeyPairs, importKeyPair } from "./key-pair.ts";

export const imageActions: Actions = {
  DescribeImages: describeImages,
  DescribeInstanceTypes: describeInstanceTypes,
  DescribeInstanceTypeOfferings: describeInstanceTypeOfferings,
  CreateKeyPair: createKeyPair,
  ImportKeyPair: importKeyPair,
  DeleteKeyPair: deleteKeyPair,
  DescribeKeyPairs: describeKeyPairs,
};
