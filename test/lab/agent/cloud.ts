/** The world of an agent, for the tests of one file, and taken down after them. */
import { afterAll } from "vitest";
import { endClouds } from "./world.ts";

export { instance, shellDocument, startCloud } from "./world.ts";
export type { SsmCall } from "./world.ts";
export { online, until } from "./until.ts";

afterAll(endClouds);
