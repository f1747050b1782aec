/** What listens in one namespace: web servers on some ports, and whatever else was opened there. */
import { closeDoor, openDoors } from "../listen/door.ts";
import type { Door, OpenDoor } from "../listen/door.ts";
import { createFront } from "./front.ts";
import type { FrontOptions } from "./front.ts";

export interface Serving {
  /**
   * Opens those of `ports` that are not open yet, on every address of the namespace. `others` are not for the web servers:
   * they are handed back, and whoever serves them ends by what `onClose` is given.
   */
  readonly open: (ports: Iterable<number>, others?: readonly Door[]) => Promise<readonly OpenDoor[]>;
  readonly onClose: (stop: () => void) => void;
  readonly close: () => void;
}

export function createServing(namespace: string, options: FrontOptions): Serving {
  const front = createFront(options);
  const opened: OpenDoor[] = [];
  const ports = new Set<number>();
  const stops: (() => void)[] = [];
  return {
    open: async (wanted, others = []) => {
      const fresh = [...new Set(wanted)].filter((port) => !ports.has(port));
      const doors = [...fresh.flatMap(everywhere), ...others];
      if (doors.length === 0) return [];
      const open = await openDoors(namespace, doors);
      opened.push(...open);
      for (const door of open) {
        if (door.kind !== "tcp" || !fresh.includes(door.port)) continue;
        ports.add(door.port);
        front.listen(door.server, door.port);
      }
      return open.filter(({ port }) => !fresh.includes(port));
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
