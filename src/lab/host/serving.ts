/** What listens in one namespace: web servers on some ports, and whatever else was opened there. */
import { closeDoor, openDoors } from "../listen/door.ts";
import type { Door, OpenDoor } from "../listen/door.ts";
import { createFront } from "./front.ts";
import type { FrontOptions } from "./front.ts";

export interface Serving {
  /** Opens those of `ports` that are not open yet, on every address of the namespace. */
  readonly openPorts: (ports: Iterable<number>) => Promise<void>;
  /** For others than the web servers, who close themselves by what `onClose` is given. */
  readonly open: (doors: readonly Door[]) => Promise<readonly OpenDoor[]>;
  readonly onClose: (stop: () => void) => void;
  readonly close: () => void;
}

export function createServing(namespace: string, options: FrontOptions): Serving {
  const front = createFront(options);
  const opened: OpenDoor[] = [];
  const ports = new Set<number>();
  const stops: (() => void)[] = [];
  const open = async (doors: readonly Door[]): Promise<readonly OpenDoor[]> => {
    if (doors.length === 0) return [];
    const fresh = await openDoors(namespace, doors);
    opened.push(...fresh);
    return fresh;
  };
  return {
    open,
    openPorts: async (wanted) => {
      const fresh = [...new Set(wanted)].filter((port) => !ports.has(port));
      for (const door of await open(fresh.flatMap(everywhere))) {
        ports.add(door.port);
        if (door.kind === "tcp") front.listen(door.server, door.port);
      }
    },
    onClose: (stop) => void stops.push(stop),
    close: () => {
      for (const stop of stops) stop();
      front.close();
      for (const door of opened) closeDoor(door);
    },
  };
}

const everywhere = (port: number): readonly Door[] => [
  { kind: "tcp", address: "0.0.0.0", port },
  { kind: "tcp", address: "::", port },
];
