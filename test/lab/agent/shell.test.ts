import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { echoThrough } from "../../../src/lab/agent/client/echo.ts";
import { instance, online, shellDocument, startCloud, until } from "./cloud.ts";
import { sitDown } from "./user.ts";

const cloud = await startCloud();
const agent = cloud.startAgent();
await online(agent);

/** Pids of programs whose command line holds a text. */
const running = (text: string): readonly string[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && name !== `${process.pid}`)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").includes(text);
      } catch {
        return false;
      }
    });

describe("a shell through a session", () => {
  it("answers, on a terminal of the size of the user's window, and ends with exit", async () => {
    const user = sitDown(cloud.net, cloud.startSession());
    await user.sees(/[#$] $/);
    user.type("echo $((6 * 7))-$(tty) $TERM; stty size\n");
    await user.sees(/42-\/dev\/pts\/\d+ xterm-256color\r\n40 120\r\n/);
    user.resize(91, 33);
    await until(() => {
      user.type("stty size\n");
      return user.screen().includes("33 91");
    });
    user.type("exit\n");
    expect(await user.status).toBe(0);
    expect(user.screen()).toMatch(/Exiting session with sessionId: user-\d+\.\n\n$/);
    await until(() => agent.status().sessions === 0);
  });

  it("is proved by what was not typed", async () => {
    const echo = await echoThrough(
      { session: cloud.startSession(), target: instance, net: cloud.net, patienceMs: 10_000 },
      "it's $(me) \\ `you`",
    );
    expect(echo).toMatchObject({ kind: "answered" });
    await until(() => agent.status().sessions === 0);
  });

  it("gets Ctrl-C as a key", async () => {
    const user = sitDown(cloud.net, cloud.startSession());
    await user.sees(/[#$] $/);
    user.type("sleep 3123\n");
    await until(() => running("sleep 3123").length > 0);
    user.type("\u0003");
    await until(() => running("sleep 3123").length === 0);
    user.type("exit\n");
    await user.status;
  });

  it("leaves nothing behind when the service ends the session, whatever ignores a hang-up", async () => {
    const session = cloud.startSession();
    const user = sitDown(cloud.net, session);
    await user.sees(/[#$] $/);
    user.type("nohup sleep 3124 & trap '' HUP; sleep 3125\n");
    await until(() => running("sleep 3125").length > 0);
    cloud.services.gateway.end(session.SessionId, "closed by the administrator");
    await user.status;
    expect(user.screen()).toContain(`SessionId: ${session.SessionId} : closed by the administrator`);
    await until(() => running("sleep 3124").length + running("sleep 3125").length === 0);
    await until(() => agent.status().sessions === 0);
  });

  it("is driven by a script: the end of its input ends the session when all is answered", async () => {
    const user = sitDown(cloud.net, cloud.startSession(), undefined, false);
    user.type("sleep 0.3\nseq 1 20000 | tail -1\necho done-$((1 + 1))");
    user.leave();
    expect(await user.status).toBe(0);
    expect(user.screen()).toContain("20000\r\n");
    expect(user.screen()).toContain("done-2\r\n");
  });

  it("prints every byte once, however much it is", async () => {
    const user = sitDown(cloud.net, cloud.startSession());
    await user.sees(/[#$] $/);
    user.type("stty -echo; seq 1 60000; echo over-$((1 + 1))\n");
    await user.sees("over-2");
    const numbers = user
      .screen()
      .split("\r\n")
      .filter((line) => /^\d+$/.test(line));
    expect(numbers).toEqual(Array.from({ length: 60_000 }, (_, index) => `${index + 1}`));
    user.type("exit\n");
    await user.status;
  });

  it("takes every byte once, faster than the program reads", async () => {
    const user = sitDown(cloud.net, cloud.startSession());
    await user.sees(/[#$] $/);
    user.type("stty raw -echo; head -c 400000 | sha1sum; stty sane; echo over-$((1 + 1))\n");
    await new Promise((resolve) => {
      setTimeout(resolve, 500);
    });
    user.type("0123456789".repeat(40_000));
    await user.sees("over-2");
    expect(user.screen()).toContain(createHash("sha1").update("0123456789".repeat(40_000)).digest("hex"));
    user.type("exit\n");
    await user.status;
  });

  it("that reads nothing holds up nobody else", async () => {
    const session = cloud.startSession();
    const user = sitDown(cloud.net, session);
    await user.sees(/[#$] $/);
    user.type("stty raw -echo; sleep 3126\n");
    await until(() => running("sleep 3126").length > 0);
    user.type("0123456789".repeat(40_000));
    const echo = await echoThrough(
      { session: cloud.startSession(), target: instance, net: cloud.net, patienceMs: 5000 },
      "another",
    );
    expect(echo).toMatchObject({ kind: "answered" });
    cloud.services.gateway.end(session.SessionId, "");
    await user.status;
    await until(() => running("sleep 3126").length === 0);
  });

  it("survives a cut of either end's connection, with no byte lost or doubled", async () => {
    const session = cloud.startSession();
    const service = {
      resume: () => Promise.resolve(cloud.services.gateway.resume(session.SessionId) ?? ""),
      terminate: () => Promise.resolve(),
      dataKey: () => Promise.reject(new Error("no key")),
      close: () => undefined,
    };
    const user = sitDown(cloud.net, session, service);
    await user.sees(/[#$] $/);
    user.type("stty -echo; for i in $(seq 1 300); do echo n$i; sleep 0.005; done; echo over-$((1 + 1))\n");
    for (const part of ["n40", "n90", "n140"]) {
      await user.sees(part);
      for (const socket of cloud.sockets) socket.destroy();
    }
    await user.sees("over-2");
    const lines = user
      .screen()
      .split("\r\n")
      .filter((line) => /^n\d+$/.test(line));
    expect(lines).toEqual(Array.from({ length: 300 }, (_, index) => `n${index + 1}`));
    user.type("exit\n");
    await user.status;
    await online(agent);
  });

  it("reads the shell profile of the preferences, and runs the command of an interactive document", async () => {
    const inputs = { shellProfile: { linux: "echo profile-$((2 * 4))" } };
    const user = sitDown(cloud.net, cloud.startSession({ ...shellDocument, inputs }));
    await user.sees("profile-8");
    user.type("exit\n");
    await user.status;
    const properties = { linux: { commands: "printf '%s.' {{ words }}; read answer; echo got-$answer" } };
    const other = sitDown(
      cloud.net,
      cloud.startSession(
        {
          schemaVersion: "1.0",
          sessionType: "InteractiveCommands",
          properties,
          parameters: { words: { type: "String", default: "x" } },
        },
        { Parameters: { words: "one two" } },
      ),
    );
    await other.sees("one.two.");
    other.type("three\n");
    await other.sees("got-three");
    await other.status;
  });

  it("says why there is none", async () => {
    const wrong = [
      [{ ...shellDocument, schemaVersion: "2.0" }, "unsupported schema version 2.0"],
      [{ ...shellDocument, sessionType: "Spell" }, "unsupported session type Spell"],
      [{ ...shellDocument, inputs: { runAsEnabled: true } }, "please set the RunAs default user"],
      [
        { ...shellDocument, inputs: { runAsEnabled: true, runAsDefaultUser: "nobody-knows; reboot" } },
        "RunAs user nobody-knows; reboot does not exist",
      ],
    ] as const;
    const seen = wrong.map(async ([document, why]) => {
      const user = sitDown(cloud.net, cloud.startSession(document));
      await user.status;
      expect(user.screen()).toContain(why);
    });
    await Promise.all(seen);
  });
});
