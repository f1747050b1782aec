/**
 * VPC Block Public Access of the account and Region, with its exclusions.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcblockpublicaccessoptions.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcblockpublicaccessexclusion.html
 * (read 2026-11-24)
 */
import type { SubnetId, VpcId } from "../../../model/entity/entity.ts";
import type { BlockPublicAccess, PublicAccessExclusion } from "../../../model/entity/vpc.ts";
import { known, unknown } from "../../../model/known.ts";
import type { Resource } from "../property/value.ts";
import { textOf, toEntity } from "../entity.ts";
import type { Estate } from "../estate.ts";
import { doubtOf, ifExists } from "../existence.ts";
import { property, textOr } from "../property/property.ts";
import type { Mapper } from "../rows.ts";

const modes = ["off", "block-bidirectional", "block-ingress"] as const;

export const mapBlockPublicAccess: Mapper = (estate, resource) => ({
  blockPublicAccess: [
    {
      ...toEntity<string>(estate, resource),
      mode: ifExists(resource, modeOf(resource)),
      exclusions: known(
        estate
          .ofType("AWS::EC2::VPCBlockPublicAccessExclusion")
          .filter((exclusion) => exclusion.stack.region === resource.stack.region)
          .flatMap((exclusion) => exclusionOf(estate, exclusion)),
      ),
    },
  ],
});

function modeOf(resource: Resource): BlockPublicAccess["mode"] {
  const mode = textOr(property(resource, "InternetGatewayBlockMode"), "");
  if (!mode.known) return mode;
  const found = modes.find((name) => name === mode.value);
  if (found !== undefined) return known(found);
  return unknown(
    `InternetGatewayBlockMode of ${resource.id}`,
    "aws ec2 describe-vpc-block-public-access-options",
  );
}

/** An exclusion that may not exist lifts nothing. */
function exclusionOf(estate: Estate, exclusion: Resource): readonly PublicAccessExclusion[] {
  if (doubtOf(exclusion) !== undefined) return [];
  const vpc = property(exclusion, "VpcId");
  const value = vpc ?? property(exclusion, "SubnetId");
  if (value === undefined) return [];
  const resource = estate.id<VpcId | SubnetId>(vpc === undefined ? "subnet" : "VPC", value);
  const isEgress = textOf(exclusion, "InternetGatewayExclusionMode") === "allow-egress";
  const mode = isEgress ? "allow-egress" : "allow-bidirectional";
  return resource.known ? [{ resource: resource.value, mode }] : [];
}
