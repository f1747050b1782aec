/** Small programs that run in a namespace at once: every Linux has this interpreter, and it needs no start-up time. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";

/** `program` in `namespace`, with what it said once it has ended. */
export function runPerl(namespace: string, program: string, args: readonly string[]): Promise<string> {
  const child = startPerl(namespace, program, args);
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (said += text));
    child.on("error", reject);
    child.on("close", (status) => {
      if (status === 0) resolve(said);
      else reject(new Error(`a program in ${namespace} ended with ${status}`));
    });
  });
}

export function startPerl(namespace: string, program: string, args: readonly string[]): ChildProcess {
  const command = [`--net=/run/netns/${namespace}`, "perl", "-e", program, ...args];
  return spawn("nsenter", command, { stdio: ["ignore", "pipe", "inherit"] });
}
