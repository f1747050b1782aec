/** An instance's home as a lab furnishes it, and what its programs find in their environment. */
import type { Home } from "../../lab/instance/home.ts";
import { ownCaPath } from "../../lab/instance/home.ts";
import { clientTrust } from "../../lab/tls/client-trust.ts";
import type { LabWorkload } from "./directory.ts";

const { environment, bundlePaths } = clientTrust({ caPath: ownCaPath });

/** `caPath` is the lab's certificate, as the machine sees it. */
export const homeOf = (
  { namespace, hostName, resolvers }: Pick<LabWorkload, "namespace" | "hostName" | "resolvers">,
  caPath: string,
): Home => ({ namespace, hostName, resolvers, caPath, bundlePaths });

export const environmentIn = (region: string): Readonly<Record<string, string>> => ({
  ...environment,
  HOME: "/root",
  AWS_DEFAULT_REGION: region,
  AWS_EC2_METADATA_V1_DISABLED: "true",
});
