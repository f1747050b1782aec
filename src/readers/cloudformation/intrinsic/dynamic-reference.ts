/**
 * `{{resolve:service:name}}` in a text: CloudFormation fetches the value when it deploys.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html, read 2026-11-24.
 */
import type { Content, Unresolved } from "../../resource/property/value.ts";
import { unresolved } from "./context.ts";

const pattern = /\{\{resolve:(ssm|ssm-secure|secretsmanager):([^{}]+)\}\}/g;

export function withDynamicReferences(text: string): Content {
  if (!text.includes("{{resolve:")) return text;
  const parts: (string | Unresolved)[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const [whole, service = "", name = ""] = match;
    if (match.index > end) parts.push(text.slice(end, match.index));
    parts.push(toUnresolved(whole, service, name));
    end = match.index + whole.length;
  }
  if (end < text.length) parts.push(text.slice(end));
  const [first] = parts;
  if (first === undefined || (parts.length === 1 && typeof first === "string")) return text;
  if (parts.length === 1) return first;
  const missing = parts.find((part) => typeof part !== "string");
  return missing === undefined ? text : { ...missing, symbol: text, parts };
}

function toUnresolved(whole: string, service: string, name: string): Unresolved {
  return unresolved(`the value of ${whole}`, commands[service]?.(name) ?? "", { symbol: whole });
}

const withoutVersion = (name: string) => name.replace(/:\d+$/, "");
const commands: Readonly<Record<string, (name: string) => string>> = {
  ssm: (name) => `aws ssm get-parameter --name ${withoutVersion(name)}`,
  "ssm-secure": (name) => `aws ssm get-parameter --with-decryption --name ${withoutVersion(name)}`,
  secretsmanager: (name) =>
    `aws secretsmanager get-secret-value --secret-id ${name.replace(/:(?:SecretString|SecretBinary)(?::.*)?$/, "")}`,
};
