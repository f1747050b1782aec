/**
 * What was understood of an input, kept for whoever reads it once more with a few things changed: files are known by their objects,
 * and rows of answers too. What has not changed is then the same object in both networks.
 */
import type { ReadMemory } from "./input.ts";

export function createReadMemory(): ReadMemory {
  const known = new Map<string, object>();
  return {
    keep: <T extends object>(name: string, make: () => T): T => {
      const found = known.get(name) ?? make();
      known.set(name, found);
      return found as T;
    },
  };
}
