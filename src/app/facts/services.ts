/** The endpoint services that an account sees, where there are credentials to ask with. */
import { AppError } from "../../model/app-error.ts";
import { createCaller } from "../aws/client/caller.ts";
import { signIn } from "../aws/client/sign-in.ts";

export type ServiceAnswer =
  | { readonly kind: "answered"; readonly details: readonly object[] }
  | { readonly kind: "left out"; readonly why: string };

/** Never throws for want of credentials or permission: the other facts need none. */
export async function readEndpointServices(
  region: string,
  profile: string | undefined,
): Promise<ServiceAnswer> {
  try {
    const { credentials } = await signIn({ profile, role: undefined, region });
    const caller = createCaller({ region, credentials }, () => {});
    try {
      return await readPages(caller.call);
    } finally {
      await caller.close();
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { kind: "left out", why: error.message };
  }
}

async function readPages(call: ReturnType<typeof createCaller>["call"]): Promise<ServiceAnswer> {
  const details: object[] = [];
  const seen = new Set<unknown>([undefined]);
  let token: unknown;
  do {
    const reply = await call(
      "ec2",
      "DescribeVpcEndpointServices",
      token === undefined ? {} : { NextToken: token },
    );
    if (reply.kind === "refused") return { kind: "left out", why: reply.message };
    const { ServiceDetails, NextToken } = reply.output;
    if (Array.isArray(ServiceDetails)) details.push(...(ServiceDetails as readonly object[]));
    token = NextToken;
  } while (!seen.has(token) && seen.add(token));
  return details.length > 0
    ? { kind: "answered", details }
    : { kind: "left out", why: "DescribeVpcEndpointServices gives an empty answer" };
}
