/** How a command comes to run inside an instance of a lab that another process keeps. */
import { readlinkSync } from "node:fs";

/** Of an instance: what its processes find in place of the machine's own files. */
export interface Inside {
  /** Of the lab's process, as this machine numbers it. */
  readonly pid: number;
  readonly namespace: string;
  readonly hostName: string;
  /** Text of /etc/resolv.conf. */
  readonly resolvers: readonly string[];
  readonly caPath: string;
  /** Over which the lab's certificate is laid, where they exist. */
  readonly bundlePaths: readonly string[];
}

/** The program and its arguments that run `command` there. */
export function enterCommand(inside: Inside, command: readonly string[]): readonly string[] {
  const { pid, namespace } = inside;
  return [
    "nsenter",
    `--target=${pid}`,
    ...(hasOwnUsers(pid) ? ["--user", "--preserve-credentials"] : []),
    "--mount",
    "--pid",
    "nsenter",
    `--net=/run/netns/${namespace}`,
    "unshare",
    "--mount",
    "--uts",
    "sh",
    "-e",
    "-c",
    furnish,
    "denat",
    ...furnishing(inside),
    "--",
    ...command,
  ];
}

/**
 * Everything is an argument, and nothing a user wrote is read as a script. The mounts are the new mount namespace's own. A
 * resolv.conf that leads into /run leads nowhere here, until the file is made.
 */
const furnish = `
namespace=$1; host=$2; ca=$3; shift 3
dir=/run/denat/$namespace; mkdir -p "$dir"
: > "$dir/resolv.conf"
while [ "$1" != --resolvers-end ]; do echo "nameserver $1" >> "$dir/resolv.conf"; shift; done
shift
target=$(readlink -m /etc/resolv.conf)
[ -e "$target" ] || { mkdir -p "$(dirname "$target")"; : > "$target"; }
mount --bind "$dir/resolv.conf" "$target"
printf '127.0.0.1 localhost\\n::1 localhost\\n' > "$dir/hosts"
mount --bind "$dir/hosts" /etc/hosts
while [ "$1" != -- ]; do [ ! -f "$1" ] || mount --bind "$ca" "$(readlink -f "$1")"; shift; done
shift
hostname "$host" 2>/dev/null || true
mount -t sysfs sysfs /sys 2>/dev/null || true
exec "$@"
`;

const furnishing = ({ namespace, hostName, caPath, resolvers, bundlePaths }: Inside): readonly string[] => [
  namespace,
  hostName,
  caPath,
  ...resolvers,
  "--resolvers-end",
  ...bundlePaths,
];

/**
 * The program and its arguments that run `command` in one network namespace of a lab, with the files and the processes of this
 * machine. It is `command` itself that a signal to the process reaches.
 */
export function enterNetwork(pid: number, namespace: string, command: readonly string[]): readonly string[] {
  const net = `--net=/proc/${pid}/root/run/netns/${namespace}`;
  const users = ["nsenter", `--target=${pid}`, "--user", "--preserve-credentials"];
  return [...(hasOwnUsers(pid) ? users : []), "nsenter", net, ...command];
}

/** Whether the lab was made without root, in a user namespace of its own. */
export function hasOwnUsers(pid: number): boolean {
  return readlinkSync(`/proc/${pid}/ns/user`) !== readlinkSync("/proc/self/ns/user");
}
