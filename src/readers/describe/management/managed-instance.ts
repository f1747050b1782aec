import type { ManagedInstance } from "../../../model/entity/systems-manager.ts";
import { parseRows } from "../answer/collected.ts";
import type { Collected, Row } from "../answer/collected.ts";
import { findName, knownOr, mustText } from "../answer/fields.ts";
import { need } from "../table.ts";
import type { TableReader } from "../table.ts";

export const managedInstances: TableReader<"managedInstances"> = {
  table: "managedInstances",
  needs: [need("ssm describe-instance-information", "InstanceInformationList")],
  read: (collected) =>
    parseRows(collected, "InstanceInformationList", (row) => toManagedInstance(row, collected)),
};

function toManagedInstance({ fields, origin }: Row, { scope }: Collected): ManagedInstance {
  const id = mustText(fields, "InstanceId");
  const settledBy = `aws ssm describe-instance-information --filters Key=InstanceIds,Values=${id}`;
  return {
    id,
    aliases: [],
    scope: scope.id,
    origin,
    pingStatus: knownOr(findName(fields, "PingStatus"), `ping status of ${id}`, settledBy),
    agentVersion: knownOr(findName(fields, "AgentVersion"), `agent version of ${id}`, settledBy),
  };
}
