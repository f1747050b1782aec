/** Condition keys that no request on a loopback port can have. */
import type { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { expect, test } from "vitest";
import { globalKeys, toKeyMap } from "../../../src/lab/services/authorise/keys.ts";
import { endpointArrival, owner, publicArrival, user } from "./lab.ts";

const keysOf = (more: Partial<Parameters<typeof globalKeys>[0]> = {}, socket: Socket = new Socket()) =>
  globalKeys({
    request: { headers: { "user-agent": "curl/8" }, socket } as unknown as IncomingMessage,
    arrival: publicArrival,
    credential: owner,
    region: "us-east-1",
    endpointAccount: undefined,
    resourceAccount: "1",
    nowMs: 0,
    ...more,
  });

test("aws:SecureTransport tells TLS", () => {
  expect(keysOf()["aws:securetransport"]).toBe("false");
  expect(keysOf({}, new TLSSocket(new Socket()))["aws:securetransport"]).toBe("true");
});

const session = {
  ...owner,
  arn: "arn:aws:sts::123456789012:assumed-role/app/i-0abc",
  userId: "AROAAPP:i-0abc",
};

test.each([
  [owner, owner.arn, "Account", undefined, owner.account],
  [user("me"), "arn:aws:iam::123456789012:user/me", "User", "me", owner.account],
  [session, "arn:aws:iam::123456789012:role/app", "AssumedRole", undefined, owner.account],
  [undefined, undefined, "Anonymous", undefined, undefined],
])("keys of a principal", (credential, arn, type, name, account) => {
  expect(keysOf({ credential })).toMatchObject({ "aws:principaltype": type });
  expect(keysOf({ credential })["aws:principalarn"]).toBe(arn);
  expect(keysOf({ credential })["aws:username"]).toBe(name);
  expect(keysOf({ credential })["aws:principalaccount"]).toBe(account);
});

test("an arrival has the keys of its own way and none of the other", () => {
  const known = (keys: ReturnType<typeof keysOf>) =>
    Object.keys(keys).filter((key) => /source(?:ip|vpc)|vpc/.test(key));
  expect(known(keysOf())).toEqual(["aws:sourceip"]);
  expect(known(keysOf({ arrival: endpointArrival }))).toEqual([
    "aws:sourcevpce",
    "aws:sourcevpc",
    "aws:vpcsourceip",
    "aws:vpceaccount",
  ]);
});

test("a key that is not listed is absent, not unknown", () => {
  const map = toKeyMap({ "aws:Known": ["a", "b"], "aws:none": undefined });
  expect(map.get("aws:known")).toEqual({ known: true, value: ["a", "b"] });
  expect([map.get("aws:none"), map.get("aws:other")]).toEqual(["absent", "absent"]);
});
