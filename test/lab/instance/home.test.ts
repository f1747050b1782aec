import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { enterHome, ownCaPath } from "../../../src/lab/instance/home.ts";
import { whyNoEnclosure } from "../../no-enclosure.ts";

const directory = mkdtempSync(join(tmpdir(), "denat-home-"));
const caPath = join(directory, "ca.pem");
writeFileSync(caPath, "the certificate of the lab\n");
spawnSync("chmod", ["-R", "a+rX", directory]);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const home = {
  namespace: "e-one",
  hostName: "ip-10-0-1-10",
  resolvers: ["10.0.0.2", "169.254.169.253"],
  caPath,
  bundlePaths: ["/etc/ssl/certs/ca-certificates.crt", "/no/such/bundle.pem"],
};

const spaces = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
const setUp = "mount -t tmpfs tmpfs /run; mkdir /run/netns; ip netns add e-one; ip netns add e-two";

/** Root makes its namespaces itself; whoever is not, in a user namespace. */
const users = [
  { name: "as root", isRoot: true, command: ["unshare", ...spaces] },
  {
    name: "without root",
    isRoot: false,
    command: [
      ...(process.getuid?.() === 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []),
      "unshare",
      "--user",
      "--map-root-user",
      ...spaces,
    ],
  },
];
const obstacle = process.env["CI"] === undefined ? whyNoEnclosure() : undefined;

for (const { name, isRoot, command } of users) {
  const isPassedOver = obstacle !== undefined || (isRoot && process.getuid?.() !== 0);
  describe.skipIf(isPassedOver)(`the home of an instance, ${name}`, () => {
    /** What each command printed, one after the other in one lab. */
    const inside = (commands: readonly string[], own = home): readonly string[] => {
      const each = commands
        .map((_, index) => `"$@" sh -c "$COMMAND_${index}" 2>&1; printf '\\036'`)
        .join("; ");
      const [program = "", ...args] = [...command, "sh", "-c", `${setUp}; ${each}`, "sh", ...enterHome(own)];
      const env = Object.fromEntries(commands.map((text, index) => [`COMMAND_${index}`, text]));
      const options = { encoding: "utf8", cwd: "/", env: { PATH: process.env["PATH"], ...env } } as const;
      return spawnSync(program, args, options).stdout.split("\x1e").slice(0, -1);
    };

    it("has names, resolvers and a certificate of its own", () => {
      const [said = ""] = inside([
        `hostname; cat /etc/hostname /etc/resolv.conf ${ownCaPath} ${existsSync(home.bundlePaths[0] ?? "") ? home.bundlePaths[0] : ownCaPath}`,
      ]);
      expect(said.split("\n")).toEqual([
        "ip-10-0-1-10",
        "ip-10-0-1-10",
        "nameserver 10.0.0.2",
        "nameserver 169.254.169.253",
        "the certificate of the lab",
        "the certificate of the lab",
        "",
      ]);
    });

    it("keeps what is written there for the next command, and from the machine", () => {
      const places = [
        "/etc/denat-test",
        "/root/x",
        "/home/x",
        "/var/log/x",
        "/var/lib/amazon/x",
        "/dev/shm/x",
      ];
      const passwords = readFileSync("/etc/passwd", "utf8");
      const [said, later] = inside([
        `echo one >> /etc/passwd && touch ${places.join(" ")} && ls /home`,
        `ls ${places.join(" ")}; tail -n 1 /etc/passwd`,
      ]);
      expect([said, later]).toEqual(["x\n", [...places.toSorted(), "one", ""].join("\n")]);
      expect(places.filter((path) => existsSync(path))).toEqual([]);
      expect(readFileSync("/etc/passwd", "utf8")).toBe(passwords);
    });

    it("has processes of its own, and leaves none of them unburied", () => {
      const [, processes = ""] = inside([
        "(sleep 0.05 &); exit 0",
        "sleep 0.3; for each in /proc/[0-9]*; do cat $each/stat; done 2>/dev/null",
      ]);
      expect(processes).toMatch(/^1 \(sh\)/);
      expect(processes.split("\n").filter((line) => / Z /.test(line))).toEqual([]);
      expect(processes.split("\n").length).toBeLessThan(8);
    });

    it("has the devices that programs need, terminals of its own among them", () => {
      const asTerminal = "script -qec tty /dev/null < /dev/null | tr -d '\\r'";
      const [said = "", devices = ""] = inside([
        `echo x > /dev/null && head -c 3 /dev/zero | wc -c; ${asTerminal}`,
        "ls /dev",
      ]);
      expect(said).toMatch(/^3\n\/dev\/pts\/\d+\n$/);
      // Without root there is no making of devices, and the machine's own stay, for whom their permissions admit.
      if (isRoot) expect(devices).not.toMatch(/\b(loop|sd|vd|nvme)/);
    });

    it("says why it cannot be made", () => {
      const [said] = inside(["echo inside"], { ...home, caPath: join(directory, "gone.pem") });
      expect(said).toContain("no home for e-one: cp: cannot stat");
      expect(said).not.toContain("inside");
    });

    it("is made anew where another instance has taken the name", () => {
      const again = "ip netns del e-one; ip netns add e-one";
      const each = `"$@" touch /root/old; ${again}; "$@" ls -A /root; echo done`;
      const [program = "", ...args] = [...command, "sh", "-c", `${setUp}; ${each}`, "sh", ...enterHome(home)];
      expect(spawnSync(program, args, { encoding: "utf8", cwd: "/" }).stdout).toBe("done\n");
    });
  });
}
