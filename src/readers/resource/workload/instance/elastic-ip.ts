/**
 * Elastic IPs given to an instance or interface.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-eip.html, …-eipassociation.html
 * (read 2026-11-24)
 */
import { known } from "../../../../model/known.ts";
import type { Known } from "../../../../model/known.ts";
import type { Resource } from "../../property/value.ts";
import type { Estate } from "../../estate.ts";
import { anyDoubt } from "../../existence.ts";

/** True with an Elastic IP; else `otherwise`. */
export function publicByElasticIp(
  estate: Estate,
  resource: Resource,
  otherwise: () => Known<boolean>,
): Known<boolean> {
  const given = [
    ...estate.adding("AWS::EC2::EIP", "InstanceId", resource.id),
    ...estate.adding("AWS::EC2::EIPAssociation", "InstanceId", resource.id),
    ...estate.adding("AWS::EC2::EIPAssociation", "NetworkInterfaceId", resource.id),
  ];
  if (given.length === 0) return otherwise();
  const without = otherwise();
  return without.known && without.value ? without : (anyDoubt(given, resource) ?? known(true));
}
