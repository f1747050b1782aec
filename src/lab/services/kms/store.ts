/** Which keys and aliases there are in each Region. */
import { ServiceFault } from "../fault.ts";
import { arnBase, makeKey } from "./key.ts";
import type { Key, KeyPlace } from "./key.ts";
import { awsManagedPolicy, defaultPolicy } from "./policy.ts";

export interface Alias {
  /** `alias/NAME`. */
  readonly name: string;
  readonly keyId: string;
  readonly createdAtMs: number;
}

export interface RegionKeys {
  readonly place: KeyPlace;
  readonly keys: Map<string, Key>;
  readonly aliases: Map<string, Alias>;
}

export interface KeyStore {
  readonly in: (place: KeyPlace) => RegionKeys;
}

export function createKeyStore(): KeyStore {
  const regions = new Map<string, RegionKeys>();
  return {
    in: (place) => {
      const known = regions.get(place.region) ?? { place, keys: new Map(), aliases: new Map() };
      regions.set(place.region, known);
      return known;
    },
  };
}

/** By id, ARN, alias or ARN of an alias. AWS makes the keys of its services when they are first asked for. */
export function mustKey(region: RegionKeys, id: string, nowMs: number): Key {
  const base = arnBase(region.place);
  if (id.startsWith("arn:") && !id.startsWith(`${base}:`))
    throw new ServiceFault("NotFoundException", `Invalid arn ${id}`);
  const name = id.startsWith("arn:") ? id.slice(base.length + 1) : id;
  if (name.startsWith("alias/")) {
    const alias = region.aliases.get(name) ?? serviceAlias(region, name, nowMs);
    if (alias === undefined)
      throw new ServiceFault("NotFoundException", `Alias ${base}:${name} is not found.`);
    return mustKey(region, alias.keyId, nowMs);
  }
  const key = region.keys.get(name.replace(/^key\//, ""));
  if (key !== undefined) return key;
  const arn = `${base}:key/${name.replace(/^key\//, "")}`;
  throw new ServiceFault("NotFoundException", `Key '${arn}' does not exist`);
}

const servicesWithKeys = ["ssm", "s3", "ebs", "secretsmanager", "lambda", "rds", "sqs", "sns", "kinesis"];

function serviceAlias(region: RegionKeys, name: string, nowMs: number): Alias | undefined {
  const service = name.slice("alias/aws/".length);
  if (!name.startsWith("alias/aws/") || !servicesWithKeys.includes(service)) return undefined;
  const { place } = region;
  const policy = awsManagedPolicy(place, service);
  const description = `Key of this account for ${service}`;
  const key = makeKey({ place, nowMs, manager: "AWS", description, policy });
  const alias = { name, keyId: key.id, createdAtMs: nowMs };
  region.keys.set(key.id, key);
  region.aliases.set(name, alias);
  return alias;
}

const keyId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Of the account's own, under the name that somebody gave it. */
export function giveKey({ place, keys, aliases }: RegionKeys, id: string, nowMs: number): void {
  const name = id.replace(/^arn:.*?:(?=alias\/|key\/)/, "").replace(/^key\//, "");
  const isAlias = name.startsWith("alias/");
  if (keys.has(name) || aliases.has(name) || name.startsWith("alias/aws/")) return;
  if (!isAlias && !keyId.test(name)) return;
  const description = "Named by the input";
  const made = makeKey({ place, nowMs, manager: "CUSTOMER", description, policy: defaultPolicy(place) });
  const key = isAlias ? made : { ...made, id: name, arn: `${arnBase(place)}:key/${name}` };
  keys.set(key.id, key);
  if (isAlias) aliases.set(name, { name, keyId: key.id, createdAtMs: nowMs });
}
