/** What is of the account and not of a VPC. */
import type { Actions } from "../context.ts";
import {
  describeVpcBlockPublicAccessOptions,
  describeVpcClassicLink,
  describeVpcClassicLinkDnsSupport,
  emptyLists,
} from "./nothing.ts";
import { describeAccountAttributes, describeAvailabilityZones, describeRegions } from "./region.ts";

export const accountActions: Actions = {
  ...emptyLists,
  DescribeRegions: describeRegions,
  DescribeAvailabilityZones: describeAvailabilityZones,
  DescribeAccountAttributes: describeAccountAttributes,
  DescribeVpcBlockPublicAccessOptions: describeVpcBlockPublicAccessOptions,
  DescribeVpcClassicLink: describeVpcClassicLink,
  DescribeVpcClassicLinkDnsSupport: describeVpcClassicLinkDnsSupport,
};
