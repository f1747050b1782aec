/** A thread of `shares.ts`: converts its share and tells what came of it. */
import { parentPort, workerData } from "node:worker_threads";
import { convertText } from "./convert.ts";
import type { Share, Told } from "./shares.ts";

const failureOf = ({ message, code, path }: NodeJS.ErrnoException) => ({
  message,
  ...(code === undefined ? {} : { code }),
  ...(path === undefined ? {} : { path }),
});

const { group, asked, target } = workerData as Share;

const told = await convertText(group, asked, target).then(
  (rejected): Told => ({ kind: "done", rejected }),
  (error: NodeJS.ErrnoException): Told => ({ kind: "failed", error: failureOf(error) }),
);
parentPort?.postMessage(told);
