/** The process inside the enclosure: it is the lab. Runs until its parent goes. */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import type { Server } from "node:net";
import { serialize } from "node:v8";
import { answerParent, tellParent } from "../../lab/enclosure/letter.ts";
import { portNamespace } from "../../lab/fabric/wire.ts";
import { createProbers } from "../../lab/probe/probers.ts";
import { readFacts } from "../facts.ts";
import type { Answers, Question } from "./letters.ts";
import { startRunning } from "./running.ts";
import type { RunningLab } from "./running.ts";

/** The state of `ip netns` is the lab's own: nobody else sees it, and it is gone with the mount namespace. */
function coverRun(): void {
  const { status, stderr } = spawnSync("mount", ["-t", "tmpfs", "tmpfs", "/run"], { encoding: "utf8" });
  if (status !== 0) throw new Error(`mount /run: ${stderr.trim()}`);
  mkdirSync("/run/netns", { recursive: true });
}

const facts = await readFacts();
const probers = createProbers();
let lab: RunningLab | undefined;

function running(): RunningLab {
  if (lab === undefined) throw new Error("the lab has not been started");
  return lab;
}

async function answer(question: Question, socket: Server | undefined): Promise<Answers[Question["kind"]]> {
  switch (question.kind) {
    case "start":
      lab = await startRunning(facts, question.settings, (workloads) => tellParent({ workloads }));
      return { caPath: lab.caPath };
    case "update":
      return { notBuilt: await running().update(question.network) };
    case "serve":
      if (socket === undefined) throw new Error("no socket came along");
      return running().serve(socket, question);
    case "listen":
      if (socket === undefined) throw new Error("no socket came along");
      running().listen(socket);
      return true;
    case "agent":
      return running().askAgent(question);
    case "network":
      return { network: serialize(running().network()).toString("base64") };
    case "visit":
      return visit(question);
  }
}

async function visit({ from, visits }: Extract<Question, { kind: "visit" }>): Promise<Answers["visit"]> {
  const { keys, as } = running().signerFor(from);
  const signed = visits.map((one) => ({ ...one, signing: one.signing && { ...one.signing, ...keys } }));
  const visited = await probers.visit(portNamespace({ kind: "interface", id: from }), signed);
  return { visited, signedAs: as };
}

coverRun();
answerParent((body, socket) => answer(body as Question, socket));
