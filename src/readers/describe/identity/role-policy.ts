/** What is attached to and written into a role, of whichever calls were made. */
import type { Origin } from "../../../model/entity/entity.ts";
import type { Role } from "../../../model/entity/workload.ts";
import { known, unknown } from "../../../model/known.ts";
import type { Known, Unknown } from "../../../model/known.ts";
import { isBroken, oncePerScope, parseRows } from "../answer/collected.ts";
import type { Collected, Row } from "../answer/collected.ts";
import {
  findFields,
  findFlag,
  findText,
  mustRows,
  mustText,
  Rejected,
  rowsAt,
  textsAt,
  valueAt,
} from "../answer/fields.ts";
import type { Fields } from "../answer/fields.ts";
import { parsePolicyDocument } from "../policy-document.ts";
import { findNameIn } from "../subject.ts";
import { roleRows } from "./role-row.ts";

interface Document {
  readonly json: unknown;
  readonly origin: Origin;
}

/** Of one role: ARNs of attached policies, and inline ones by name with their text where it was asked for. */
interface Grants {
  readonly attached: readonly string[] | undefined;
  readonly inline: ReadonlyMap<string, Document | undefined> | undefined;
}

export function managedPoliciesOf(role: string, collected: Collected): Role["managedPolicies"] {
  const attached = grantsOf(role, collected).attached;
  return attached === undefined ? unknownAttached(role) : known(attached);
}

export function documentsOf(role: string, collected: Collected): Role["documents"] {
  const { attached, inline } = grantsOf(role, collected);
  if (inline === undefined) {
    return unknown(`inline policies of role ${role}`, `aws iam list-role-policies --role-name ${role}`);
  }
  if (attached === undefined) return unknownAttached(role);
  const written = [...inline].map(([name, document]): Known<Document> => {
    const call = `aws iam get-role-policy --role-name ${role} --policy-name ${name}`;
    return document === undefined ? unknown(`policy ${name} of role ${role}`, call) : known(document);
  });
  const customer = attached
    .filter((arn) => !/^arn:aws[a-z-]*:iam::aws:/.test(arn))
    .map((arn) => customerPolicy(arn, collected));
  const documents = [...written, ...customer];
  const missing = documents.find((document) => !document.known);
  return missing?.known === false
    ? missing
    : known(documents.flatMap((one) => (one.known ? [one.value] : [])));
}

function unknownAttached(role: string): Unknown {
  return unknown(
    `policies attached to role ${role}`,
    `aws iam list-attached-role-policies --role-name ${role}`,
  );
}

function customerPolicy(arn: string, collected: Collected): Known<Document> {
  const document = customerPolicies(collected).get(arn);
  return document === undefined
    ? unknown(`policy ${arn}`, `aws iam get-policy-version --policy-arn ${arn} --version-id v1`)
    : known(document);
}

function grantsOf(role: string, collected: Collected): Grants {
  const detail = details(collected).get(role);
  const written = inlineDocuments(collected);
  const names = isBroken(collected, "PolicyNames") ? undefined : inlineNames(collected).get(role);
  const asked =
    names === undefined ? undefined : new Map(names.map((name) => [name, written.get(`${role} ${name}`)]));
  return { attached: detail?.attached ?? attachedTo(collected).get(role), inline: detail?.inline ?? asked };
}

/** `get-account-authorization-details`. */
const details = oncePerScope(
  (collected): ReadonlyMap<string, Grants> =>
    new Map(
      parseRows(collected, "RoleDetailList", ({ fields, origin }) => [
        mustText(fields, "RoleName"),
        {
          attached: mustRows(fields, "AttachedManagedPolicies").map((policy) =>
            mustText(policy, "PolicyArn"),
          ),
          inline: new Map(
            rowsAt(fields, "RolePolicyList").map((policy) => [
              mustText(policy, "PolicyName"),
              toDocument(policy, origin),
            ]),
          ),
        },
      ]),
    ),
);

const attachedTo = oncePerScope((collected): ReadonlyMap<string, readonly string[]> => {
  const pages = parseRows(collected, "AttachedPolicies", (row) => ({
    role: roleOf(row, collected),
    truncated: row.truncated,
    items: mustRows(row.fields, "AttachedPolicies").map((policy) => mustText(policy, "PolicyArn")),
  }));
  return isBroken(collected, "AttachedPolicies") ? new Map() : joined(pages);
});

const inlineNames = oncePerScope((collected): ReadonlyMap<string, readonly string[]> =>
  joined(
    parseRows(collected, "PolicyNames", (row) => ({
      role: roleOf(row, collected),
      truncated: row.truncated,
      items: textsAt(row.fields, "PolicyNames"),
    })),
  ),
);

interface Page {
  readonly role: string;
  readonly truncated: boolean;
  readonly items: readonly string[];
}

/** Pages of one role added up; a role whose last page is missing is left out. */
function joined(pages: readonly Page[]): ReadonlyMap<string, readonly string[]> {
  const complete = new Set(pages.filter(({ truncated }) => !truncated).map(({ role }) => role));
  const ofRole = (role: string) => pages.filter((page) => page.role === role).flatMap(({ items }) => items);
  return new Map([...complete].map((role) => [role, [...new Set(ofRole(role))]]));
}

/** The answers of `list-…-role-policies` do not name the role; the name of the file must. */
function roleOf({ fields, path }: Row, collected: Collected): string {
  const names = [...roleRows(collected).values()].map(({ name }) => name);
  const role = findText(fields, "RoleName") ?? findNameIn(path, names);
  if (role !== undefined) return role;
  throw new Rejected(
    "the answer does not say of which role it is: put the name of a role in the input into the name of the file",
    false,
  );
}

const inlineDocuments = oncePerScope(
  (collected): ReadonlyMap<string, Document | undefined> =>
    new Map(
      parseRows(collected, "RolePolicies", ({ fields, origin }) => [
        `${mustText(fields, "RoleName")} ${mustText(fields, "PolicyName")}`,
        toDocument(fields, origin),
      ]),
    ),
);

function toDocument(fields: Fields, origin: Origin): Document | undefined {
  const json = parsePolicyDocument(valueAt(fields, "PolicyDocument") ?? valueAt(fields, "Document"));
  return json === undefined ? undefined : { json, origin };
}

/** Documents of customer-managed policies by ARN; `get-policy-version` does not name the policy, so its file must. */
const customerPolicies = oncePerScope((collected): ReadonlyMap<string, Document> => {
  const listed = parseRows(collected, "Policies", ({ fields, origin }) => {
    const version = rowsAt(fields, "PolicyVersionList").find(
      (one) => findFlag(one, "IsDefaultVersion") === true,
    );
    const document = version === undefined ? undefined : toDocument(version, origin);
    return [mustText(fields, "Arn"), document] as const;
  });
  const arns = [...attachedTo(collected).values()].flat();
  const byName = new Map(arns.map((arn) => [arn.split("/").at(-1) ?? arn, arn]));
  const asked = parseRows(collected, "PolicyVersions", ({ fields, origin, path }) => {
    const name = findNameIn(path, byName.keys());
    if (name === undefined)
      throw new Rejected(
        "the answer does not say of which policy it is: put its name into the name of the file",
        false,
      );
    return [byName.get(name) ?? name, toDocument(findFields(fields, "PolicyVersion") ?? {}, origin)] as const;
  });
  return new Map(
    [...listed, ...asked].flatMap(([arn, document]) =>
      document === undefined ? [] : [[arn, document] as const],
    ),
  );
});
