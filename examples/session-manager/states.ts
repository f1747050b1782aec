/** One state of the hands-on: which ways out of the private subnet exist. */
export interface State {
  /** Construct id, and so the name for `cdk deploy` and of the synthesized template. */
  readonly id: string;
  readonly description: string;
  readonly natGateway: boolean;
  /** Interface endpoints for ssm, ssmmessages, ec2messages and ec2. */
  readonly interfaceEndpoints: boolean;
  /** S3 gateway endpoint on the private subnet's route table. */
  readonly gatewayEndpoint: boolean;
}

/** The states in the order in which the hands-on walks through them. */
export const states = [
  {
    id: "SessionManager0Nat",
    description: "Behind a NAT gateway: Session Manager and S3 both work.",
    natGateway: true,
    interfaceEndpoints: false,
    gatewayEndpoint: false,
  },
  {
    id: "SessionManager1Isolated",
    description: "Isolated: Session Manager and S3 are both unreachable.",
    natGateway: false,
    interfaceEndpoints: false,
    gatewayEndpoint: false,
  },
  {
    id: "SessionManager2Interface",
    description: "Interface endpoints: Session Manager works, S3 hangs.",
    natGateway: false,
    interfaceEndpoints: true,
    gatewayEndpoint: false,
  },
  {
    id: "SessionManager3Gateway",
    description: "Interface endpoints and the S3 gateway endpoint: both work.",
    natGateway: false,
    interfaceEndpoints: true,
    gatewayEndpoint: true,
  },
] as const satisfies readonly State[];
