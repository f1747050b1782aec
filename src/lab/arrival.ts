/** How a request came to a service of the lab: what endpoint and bucket policies may ask about it. */
export type Arrival =
  /** Through a VPC endpoint of either type; the source address is the private one of the client. */
  | {
      readonly kind: "endpoint";
      readonly endpoint: string;
      readonly vpc: string;
      readonly sourceAddress: string;
    }
  /** To a public address; the source address is that of the NAT gateway, or the client's own public one. */
  | { readonly kind: "public"; readonly sourceAddress: string };
