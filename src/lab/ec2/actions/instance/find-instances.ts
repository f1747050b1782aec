/** Instances by their ids: those that are none are told all at once, and in the order asked. */
import { Ec2Error } from "../../error.ts";
import type { InstanceRow } from "../../store/rows.ts";
import { checkForm, mustFind, resourceKinds } from "../ask/resource.ts";
import type { Context } from "../context.ts";

export function mustFindInstances(ids: readonly string[], context: Context): readonly InstanceRow[] {
  const asked = [...new Set(ids)];
  const absent = asked.filter((id) => !context.tables.instances.has(id));
  for (const id of absent) checkForm("instances", id);
  if (absent.length > 1)
    throw new Ec2Error(
      resourceKinds.instances.notFound,
      `The instance IDs '${absent.join(", ")}' do not exist`,
    );
  return asked.map((id) => mustFind(context, "instances", id));
}
