/** What AWS's checks say of an instance, and what it wrote to its console: nothing, for no instance of the lab has one. */
import type {
  DescribeInstanceStatusRequest,
  DescribeInstanceStatusResult,
  EbsStatusSummary,
  GetConsoleOutputRequest,
  GetConsoleOutputResult,
  InstanceStatus,
  InstanceStatusSummary,
} from "@aws-sdk/client-ec2";
import type { InstanceRow } from "../../store/rows.ts";
import { filterRows } from "../ask/filter.ts";
import type { FilterTable } from "../ask/filter.ts";
import { pageOf } from "../ask/page.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { isShown } from "./describe.ts";
import { mustFindInstances } from "./find-instances.ts";

const statusOf = ({ State }: InstanceRow) => (State.Name === "running" ? "ok" : "not-applicable");
const reachabilityOf = ({ State }: InstanceRow) => (State.Name === "running" ? "passed" : "not-applicable");

const filters: FilterTable<InstanceRow> = {
  "attached-ebs-status.reachability": reachabilityOf,
  "attached-ebs-status.status": statusOf,
  "availability-zone": ({ Placement }) => Placement.AvailabilityZone,
  "availability-zone-id": ({ Placement }) => Placement.AvailabilityZoneId,
  "instance-state-code": ({ State }) => State.Code,
  "instance-state-name": ({ State }) => State.Name,
  "instance-status.reachability": reachabilityOf,
  "instance-status.status": statusOf,
  "operator.managed": ({ Operator }) => Operator?.Managed,
  "system-status.reachability": reachabilityOf,
  "system-status.status": statusOf,
};

export function describeInstanceStatus(
  input: DescribeInstanceStatusRequest,
  context: Context,
): DescribeInstanceStatusResult {
  const ids = input.InstanceIds ?? [];
  const asked = ids.length > 0 ? mustFindInstances(ids, context) : context.tables.instances.rows();
  const rows = asked.filter(
    (row) => isShown(row, context) && (input.IncludeAllInstances === true || row.State.Name === "running"),
  );
  const page = pageOf(filterRows(rows, input.Filters, filters), input, {
    idOf: ({ InstanceId }) => InstanceId,
    named: ids.length > 0,
  });
  return {
    InstanceStatuses: page.rows.map(toStatus),
    NextToken: page.NextToken,
  };
}

function toStatus(row: InstanceRow): InstanceStatus {
  const { InstanceId, State, Placement, Operator } = row;
  const summary: InstanceStatusSummary & EbsStatusSummary =
    State.Name === "running"
      ? { Status: "ok", Details: [{ Name: "reachability", Status: "passed" }] }
      : { Status: "not-applicable" };
  return {
    InstanceId,
    InstanceState: State,
    AvailabilityZone: Placement.AvailabilityZone,
    AvailabilityZoneId: Placement.AvailabilityZoneId,
    InstanceStatus: summary,
    SystemStatus: summary,
    AttachedEbsStatus: summary,
    Operator,
    Events: [],
  };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetConsoleOutput.html: without output there is none in the answer (read 2026-11-29) */
export function getConsoleOutput(
  { InstanceId = "" }: GetConsoleOutputRequest,
  context: Context,
): GetConsoleOutputResult {
  const { LaunchTime } = mustFind(context, "instances", InstanceId);
  return { InstanceId, Timestamp: LaunchTime };
}
