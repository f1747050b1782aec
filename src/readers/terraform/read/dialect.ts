/** How Terraform tells of what it has made. */
import type { Dialect } from "../../resource/property/value.ts";
import type { Instance } from "../document/instance.ts";

/** Single quotes keep a shell from the double ones of `["key"]`. */
export const tell = ({ address }: Pick<Instance, "address">) =>
  `terraform state show '${address}', once it is applied`;

export const dialect: Dialect = {
  tell: ({ logicalId }) => tell({ address: logicalId }),
  tellVpc: ({ logicalId }) => tell({ address: logicalId }),
  show: ({ origin, id }) => (origin.call === undefined ? id : `${origin.file} ${id}`),
  // https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group (read 2026-11-29)
  keepsDefaultEgress: false,
};
