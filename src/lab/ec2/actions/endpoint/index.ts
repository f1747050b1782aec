/** VPC endpoints, and the services of AWS behind them. */
import type { Actions } from "../context.ts";
import { createVpcEndpoint } from "./create.ts";
import { describeVpcEndpoints } from "./describe.ts";
import { deleteVpcEndpoints, modifyVpcEndpoint } from "./modify.ts";
import { describeVpcEndpointServices } from "./service.ts";

export const endpointActions: Actions = {
  CreateVpcEndpoint: createVpcEndpoint,
  ModifyVpcEndpoint: modifyVpcEndpoint,
  DeleteVpcEndpoints: deleteVpcEndpoints,
  DescribeVpcEndpoints: describeVpcEndpoints,
  DescribeVpcEndpointServices: describeVpcEndpointServices,
};
