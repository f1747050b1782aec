/** What Systems Manager knows in each Region: rows that are replaced, never changed. */
import type { StoredDocument } from "./document/stored.ts";
import type { Command } from "./command/command.ts";
import type { Activation, Node } from "./node/node.ts";
import type { StoredParameter } from "./parameter/stored.ts";
import type { Session } from "./session/session.ts";
import type { CustomSetting } from "./setting/stored.ts";

export interface RegionState {
  /** Managed nodes, by instance id. */
  readonly nodes: Map<string, Node>;
  readonly activations: Map<string, Activation>;
  readonly sessions: Map<string, Session>;
  readonly commands: Map<string, Command>;
  readonly documents: Map<string, StoredDocument>;
  readonly parameters: Map<string, StoredParameter>;
  readonly settings: Map<string, CustomSetting>;
}

export interface State {
  readonly in: (region: string) => RegionState;
  readonly all: () => readonly RegionState[];
}

export function createState(): State {
  const regions = new Map<string, RegionState>();
  return {
    in: (region) => {
      const state = regions.get(region) ?? emptyRegion();
      regions.set(region, state);
      return state;
    },
    all: () => [...regions.values()],
  };
}

const emptyRegion = (): RegionState => ({
  nodes: new Map(),
  activations: new Map(),
  sessions: new Map(),
  commands: new Map(),
  documents: new Map(),
  parameters: new Map(),
  settings: new Map(),
});
