/**
 * RequestManagedInstanceRoleToken: keys of a role for a node that has none of its own.
 *
 * An instance of EC2 signs with its identity role, and signs the Authorization header once more with the key that it
 * registered: it gets the role of Default Host Management. A hybrid node signs with its key alone, in the form of
 * Signature Version 4, and gets the role of its activation.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-default-host-management-configuration.html, and
 * agent/ssm/rsaauth of amazon-ssm-agent (read 2026-11-29)
 */
import { constants, verify } from "node:crypto";
import { readClaimed } from "../../../sigv4/index.ts";
import { ServiceFault } from "../../fault.ts";
import type { Unproven } from "../../json/operation.ts";
import { mustCredential, permitUnsigned, toAsked } from "../../json/prove.ts";
import { openSession, sessionArn } from "../../sts/session.ts";
import type { Plane } from "../context.ts";
import { hostManagementRole } from "../setting/stored.ts";
import { roleArn } from "./activation.ts";
import type { Node } from "./node.ts";
import { identityOf, mustPublicKey } from "./register.ts";

const validMs = 3_600_000;
const skewMs = 15 * 60_000;

interface Proven {
  readonly id: string;
  readonly role: string;
}

export function requestRoleToken(plane: Plane, input: { readonly Fingerprint: string }, unproven: Unproven) {
  const { call } = unproven;
  const { id, role } = proveHybrid(plane, unproven) ?? proveInstance(plane, input.Fingerprint, unproven);
  const arn = roleArn({ partition: call.target.partition, account: plane.account }, role);
  const found = plane.findRole(arn);
  if (found === undefined) throw denied(`The role ${arn} cannot be assumed by ssm.amazonaws.com`);
  const expiresAtMs = call.nowMs + validMs;
  const keys = openSession(plane.credentials, {
    account: plane.account,
    arn: sessionArn(arn, id),
    userId: `${found.id}:${id}`,
    policies: found.policies,
    sessionPolicies: [],
    expiresAtMs,
  });
  return {
    AccessKeyId: keys.accessKeyId,
    SecretAccessKey: keys.secretAccessKey,
    SessionToken: keys.sessionToken,
    TokenExpirationDate: Math.floor(expiresAtMs / 1000),
    UpdateKeyPair: false,
  };
}

const denied = (message: string) => new ServiceFault("AccessDeniedException", message);

const received = ({ call: { request, url }, bodyHash }: Unproven) => ({
  method: request.method ?? "POST",
  url,
  headers: request.headers,
  bodyHash,
});

/** Undefined for a request that no hybrid node signed. */
function proveHybrid(plane: Plane, unproven: Unproven): Proven | undefined {
  const { call } = unproven;
  const claimed = readClaimed(received(unproven));
  if (claimed === undefined || !claimed.keyId.startsWith("mi-")) return undefined;
  const node = plane.state.in(call.target.region).nodes.get(claimed.keyId);
  const isInTime = Math.abs(claimed.signedAtMs - call.nowMs) <= skewMs;
  const isScoped = claimed.service === "ssm" && claimed.region === call.target.region;
  if (node?.role === undefined || !isInTime || !isScoped) throw badSignature();
  mustBeSigned(node, claimed.stringToSign, claimed.signature);
  permitUnsigned(call, "ssm:RequestManagedInstanceRoleToken");
  return { id: node.id, role: node.role };
}

function proveInstance(plane: Plane, fingerprint: string, unproven: Unproven): Proven {
  const { call } = unproven;
  const credential = mustCredential("ssm", call, unproven.bodyHash);
  const { region, permit } = toAsked(call, credential);
  permit("ssm:RequestManagedInstanceRoleToken", "*");
  const { nodes, settings } = plane.state.in(region);
  const node = nodes.get(fingerprint);
  if (identityOf(credential.arn) !== fingerprint || node === undefined)
    throw denied("The instance is not registered, or did not sign");
  const { authorization = "" } = call.request.headers;
  const own = String(call.request.headers["ssm-asymmetrickeyauthorization"] ?? "");
  mustBeSigned(node, authorization, own.replace(/^Signature=/, ""));
  const role = settings.get(hostManagementRole)?.value ?? "$None";
  if (role === "$None")
    throw denied(
      `Systems Manager's instance management role is not configured for account: ${plane.account}`,
    );
  return { id: fingerprint, role };
}

/** RSA-PSS over SHA-256, in base64. */
function mustBeSigned({ publicKey }: Node, text: string, signature: string): void {
  const key = mustPublicKey(publicKey ?? "");
  const terms = {
    key,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_AUTO,
  };
  if (!verify("sha256", Buffer.from(text), terms, Buffer.from(signature, "base64"))) throw badSignature();
}

const badSignature = () =>
  new ServiceFault("InvalidSignatureException", "The request was not signed by the key of the node");
