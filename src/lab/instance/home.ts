/**
 * The home of an instance: mount, process, name and IPC namespaces of its own besides its network, with private /etc, /home,
 * /root, /var/log, /var/lib/amazon and /dev, and the programs of this machine.
 *
 * It is made by the first command that enters the instance, stays for as long as the lab does, and goes with it.
 */
import { readFileSync } from "node:fs";
import { furnish } from "./furnish.ts";

export { ownCaPath } from "./furnish.ts";

/** Of an instance: what its processes find in place of the machine's own files. */
export interface Home {
  readonly namespace: string;
  readonly hostName: string;
  /** Addresses for /etc/resolv.conf. */
  readonly resolvers: readonly string[];
  /** Of the lab's certificate, as the machine sees it. */
  readonly caPath: string;
  /** Over which the certificate is laid, where they exist. */
  readonly bundlePaths: readonly string[];
  /** A terminal under /dev/pts that stands for the serial port; without one the instance has no serial port. */
  readonly serialPort?: string | undefined;
  /** Of the machine, and there in the instance too, though it may lie under what is private. */
  readonly directory?: string | undefined;
}

/**
 * The program and arguments that run what follows them inside the instance; started by a process that is in the lab. The
 * environment is the caller's. Ends with 125 where the home cannot be made, and says why.
 */
export const enterHome = (home: Home): readonly string[] => [
  "sh",
  "-e",
  "-c",
  enter,
  "denat",
  home.namespace,
  furnish,
  home.hostName,
  home.caPath,
  home.serialPort ?? "",
  home.resolvers.join(" "),
  home.bundlePaths.join(" "),
  home.directory ?? "",
];

/**
 * One at a time makes the home, and whoever comes later only enters. The keeper is known by its number and, as numbers are used
 * again, by its network. Everything is an argument: nothing a user wrote is read as a script.
 */
const enter = `
namespace=$1
dir=/run/denat/$namespace
mkdir -p "$dir"
exec 9> "$dir/lock"
flock 9
keeper=$(cat "$dir/keeper" 2>/dev/null || true)
if [ -z "$keeper" ] || ! [ "/proc/$keeper/ns/net" -ef "/run/netns/$namespace" ]; then
  rm -rf "$dir/keeper" "$dir/files" "$dir/said"
  mkdir "$dir/files"
  mkfifo "$dir/said"
  nsenter --net="/run/netns/$namespace" \\
    setsid unshare --mount --uts --ipc --pid --fork --kill-child --mount-proc \\
    sh -e -c "$2" denat "$dir/files" "$3" "$4" "$5" "$6" "$7" "$8" \\
    < /dev/null > "$dir/said" 2> "$dir/errors" 9>&- &
  if ! read -r ready < "$dir/said"; then
    echo "no home for $namespace: $(head -n 1 "$dir/errors")" >&2
    exit 125
  fi
  keeper=$(cat "/proc/$!/task/$!/children")
  keeper=\${keeper%% *}
  echo "$keeper" > "$dir/keeper"
fi
shift 8
exec 9>&-
exec nsenter --target="$keeper" --net --mount --uts --ipc --pid -- "$@"
`;

/** Ends every process of an instance, from a process that is in the lab. Nothing happens where none was ever started. */
export function endHome(namespace: string): void {
  const keeper = keeperOf(namespace);
  if (keeper === undefined) return;
  try {
    process.kill(keeper, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

function keeperOf(namespace: string): number | undefined {
  try {
    return Number(readFileSync(`/run/denat/${namespace}/keeper`, "utf8"));
  } catch {
    return undefined;
  }
}
