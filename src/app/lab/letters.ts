/** What `denat lab` and the process inside its enclosure say to each other. */
import type { NotBuilt } from "../../lab/fabric/plan.ts";
import type { Signing, Visit, Visited } from "../../lab/probe/visit.ts";
import type { Names } from "../../lab/ec2/index.ts";
import type { Begun } from "./account.ts";
import type { Asked, Told } from "./control.ts";
import type { LabWorkload } from "./directory.ts";
import type { Network } from "../../model/network.ts";
import type { AgentChoice } from "./residents.ts";
import type { SignedAs } from "../../report/index.ts";

export interface LabSettings {
  readonly account: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Where the lab keeps its CA and its buckets. */
  readonly directory: string;
  /** The SSM Agent of its instances. */
  readonly agent: AgentChoice;
}

export interface ServeOptions {
  readonly allowReset: boolean;
  readonly stateDirectory: string | undefined;
  /** As it is deployed; undefined for an account as AWS gives it. */
  readonly deployed?: Network | undefined;
}

export interface Served extends Begun {
  readonly names: Names;
  readonly workloads: readonly LabWorkload[];
}

export type Question =
  | { readonly kind: "start"; readonly settings: LabSettings }
  | { readonly kind: "update"; readonly network: Network }
  /** The EC2 API on the socket that comes along, over a state that is kept in a directory, if one is named. */
  | ({ readonly kind: "serve" } & ServeOptions)
  /** The services on the socket that comes along, without an account whose API could change the network. */
  | { readonly kind: "listen" }
  | Asked
  /** From the instance behind an interface, with the keys that it would have. */
  | { readonly kind: "visit"; readonly from: string; readonly visits: readonly UnsignedVisit[] };

export interface UnsignedVisit extends Omit<Visit, "signing"> {
  readonly signing: Pick<Signing, "service" | "region"> | undefined;
}

/** Told whenever the network is another. */
export interface News {
  readonly workloads: readonly LabWorkload[];
}

export interface Answers {
  readonly start: { readonly caPath: string };
  readonly update: { readonly notBuilt: readonly NotBuilt[] };
  readonly serve: Served;
  readonly listen: true;
  readonly agent: Told["agent"];
  readonly network: Told["network"];
  readonly visit: { readonly visited: readonly Visited[]; readonly signedAs: SignedAs };
}
