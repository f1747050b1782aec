/**
 * What SARIF 2.1.0 demands of a log, as far as denat writes one; each violation with the section of the standard.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html, read 2026-11-29.
 */
type Json = Readonly<Record<string, unknown>>;

const levels = ["none", "note", "warning", "error"];
const logFields = ["$schema", "version", "runs"];
const runFields = ["tool", "columnKind", "results", "properties"];
const ruleFields = ["id", "shortDescription", "fullDescription", "help", "defaultConfiguration"];
const resultFields = ["ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"];
const locationFields = ["physicalLocation", "logicalLocations"];

export function sarifViolations(log: unknown): readonly string[] {
  if (!isObject(log)) return ["3.13 a log is an object"];
  return [
    ...strangers("3.13", log, logFields),
    ...(log["version"] === "2.1.0" ? [] : ["3.13.2 version is 2.1.0"]),
    ...list(log["runs"]).flatMap(runViolations),
    ...(list(log["runs"]).length > 0 ? [] : ["3.13.4 there are runs"]),
  ];
}

function runViolations(run: Json): readonly string[] {
  const driver = object(object(run["tool"])["driver"]);
  const rules = list(driver["rules"]);
  const ids = rules.map(({ id }) => id);
  return [
    ...strangers("3.14", run, runFields),
    ...(isText(driver["name"]) ? [] : ["3.19.8 the driver has a name"]),
    ...(/^\d+\.\d+\.\d+$/.test(String(driver["semanticVersion"])) ? [] : ["3.19.12 the version is semantic"]),
    ...(new Set(ids).size === ids.length ? [] : ["3.19.23 rules are distinct"]),
    ...(Array.isArray(run["results"]) ? [] : ["3.14.23 a run that was made has results"]),
    ...rules.flatMap(ruleViolations),
    ...list(run["results"]).flatMap((result) => resultViolations(result, ids)),
  ];
}

function ruleViolations(rule: Json): readonly string[] {
  return [
    ...strangers("3.49", rule, ruleFields),
    ...(isText(rule["id"]) ? [] : ["3.49.3 a rule has an id"]),
    ...["shortDescription", "fullDescription", "help"].flatMap((name) =>
      isText(object(rule[name])["text"]) ? [] : [`3.12 ${name} has a text`],
    ),
  ];
}

function resultViolations(result: Json, rules: readonly unknown[]): readonly string[] {
  const { ruleId, ruleIndex, level, message } = result;
  const prints = Object.values(object(result["partialFingerprints"]));
  return [
    ...strangers("3.27", result, resultFields),
    ...(isText(object(message)["text"]) ? [] : ["3.27.11 a result has a message"]),
    ...(rules[Number(ruleIndex)] === ruleId ? [] : ["3.27.6 ruleIndex is that of ruleId"]),
    ...(levels.includes(String(level)) ? [] : ["3.27.10 level is one of four"]),
    ...(prints.length > 0 && prints.every(isText) ? [] : ["3.27.17 fingerprints are texts"]),
    ...list(result["locations"]).flatMap(locationViolations),
  ];
}

function locationViolations(location: Json): readonly string[] {
  const physical = location["physicalLocation"];
  const logical = list(location["logicalLocations"]);
  return [
    ...strangers("3.28", location, locationFields),
    ...(logical.every(({ name }) => isText(name)) ? [] : ["3.33.4 a logical location has a name"]),
    ...(physical === undefined ? [] : physicalViolations(object(physical))),
  ];
}

function physicalViolations(physical: Json): readonly string[] {
  const uri = object(physical["artifactLocation"])["uri"];
  const region = physical["region"];
  const isLine = region === undefined || Number(object(region)["startLine"]) >= 1;
  return [
    ...(/^(?:file:\/\/\/)?(?:[\w\-.~!*'()/]|%[\dA-F]{2})+$/.test(String(uri))
      ? []
      : [`3.4.3 ${String(uri)} is a URI`]),
    ...(isLine ? [] : ["3.30.5 lines count from 1"]),
  ];
}

function strangers(section: string, of: Json, fields: readonly string[]): readonly string[] {
  return Object.keys(of).flatMap((name) => (fields.includes(name) ? [] : [`${section} has no ${name}`]));
}

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null;
const object = (value: unknown): Json => (isObject(value) ? value : {});
const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.map(object) : []);
const isText = (value: unknown): boolean => typeof value === "string" && value !== "";
