/**
 * What an account begins with, as an input tells it: its session preferences, and Default Host Management. What a user
 * changes by the API stays as he left it.
 */
import type { SessionInputs } from "../../../model/entity/systems-manager.ts";
import type { Plane } from "./context.ts";
import { preferences } from "./document/find.ts";
import type { StoredDocument } from "./document/stored.ts";
import { hostManagementRole } from "./setting/stored.ts";
import type { CustomSetting } from "./setting/stored.ts";

export interface GivenAccount {
  readonly region: string;
  readonly partition: string;
  /** Undefined for an account that has none. */
  readonly preferences: SessionInputs | undefined;
  /** Name of the role; undefined where nothing is said of one. */
  readonly hostManagementRole: string | undefined;
}

/** Rows that nobody but the input put there, by what the input said. */
interface Given {
  readonly said: string;
  readonly document: StoredDocument | undefined;
  readonly setting: CustomSetting | undefined;
}

/** Called with each network that the lab becomes. */
export function createGiving(plane: Plane): (accounts: readonly GivenAccount[]) => void {
  const before = new Map<string, Given>();
  return (accounts) => {
    for (const account of accounts) {
      const { region } = account;
      const last = before.get(region);
      const said = JSON.stringify([account.preferences, account.hostManagementRole]);
      if (last?.said === said) continue;
      const given = { said, document: documentOf(plane, account), setting: settingOf(plane, account) };
      const { documents, settings } = plane.state.in(region);
      replace(documents, preferences, [last?.document, given.document]);
      replace(settings, hostManagementRole, [last?.setting, given.setting]);
      before.set(region, given);
    }
  };
}

/** Only what is still as it was given last. */
function replace<Row>(
  rows: Map<string, Row>,
  key: string,
  [last, next]: readonly [Row | undefined, Row | undefined],
): void {
  if (rows.get(key) !== last) return;
  if (next === undefined) rows.delete(key);
  else rows.set(key, next);
}

function documentOf({ account, now }: Plane, { preferences: inputs }: GivenAccount) {
  if (inputs === undefined) return undefined;
  const content = { schemaVersion: "1.0", sessionType: "Standard_Stream", inputs: { ...inputs } };
  const createdAtMs = now();
  const version = {
    text: JSON.stringify(content, undefined, 2),
    content,
    versionName: undefined,
    createdAtMs,
  };
  return {
    name: preferences,
    type: "Session",
    owner: account,
    createdAtMs,
    defaultVersion: 1,
    versions: [version],
  } as const;
}

function settingOf({ account, now }: Plane, { partition, hostManagementRole: value }: GivenAccount) {
  if (value === undefined) return undefined;
  return { value, modifiedAtMs: now(), modifiedBy: `arn:${partition}:iam::${account}:root` };
}
