/**
 * Where the log driver of a container sends, by its options.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html,
 * https://docs.docker.com/engine/logging/configure/ (read 2026-11-29); outputs of Fluent Bit have its own names for options.
 */
import type { Clue } from "../model/entity/workload.ts";

/** The option in which each driver has its collector. */
const collectors: Readonly<Record<string, string>> = {
  splunk: "splunk-url",
  gelf: "gelf-address",
  fluentd: "fluentd-address",
  syslog: "syslog-address",
};

/** Drivers that send to the machine they run on where no collector is named. */
const local = new Set(["fluentd", "syslog"]);

/** `options` by their names in small letters; a part that is not known stands as `${…}`. */
export function logClues(driver: Clue, options: ReadonlyMap<string, string>): readonly Clue[] {
  const name = driver.text;
  if (name === "awsfirelens") return routerClues(driver, options);
  if (name === "awslogs") return [{ ...driver, text: inRegion(name, options.get("awslogs-region")) }];
  const option = collectors[name];
  if (option === undefined) return [driver];
  const address = options.get(option);
  if (address === undefined) return local.has(name) ? [] : [driver];
  return [isOpen(address) ? driver : { ...driver, kind: "log-collector", text: withScheme(address) }];
}

function routerClues(driver: Clue, options: ReadonlyMap<string, string>): readonly Clue[] {
  const output = options.get("name") ?? options.get("@type");
  if (output === undefined || isOpen(output)) return [driver];
  const host = options.get("host") ?? options.get("endpoint");
  const region = options.get("region");
  return [
    { ...driver, kind: "log-output", text: inRegion(output, region) },
    ...(host === undefined || isOpen(host)
      ? []
      : [{ ...driver, kind: "log-collector" as const, text: withScheme(host) }]),
  ];
}

const inRegion = (name: string, region: string | undefined) =>
  region === undefined || isOpen(region) ? name : `${name} in ${region}`;

const isOpen = (text: string) => text.includes("${") || text === "";

const withScheme = (address: string) => (address.includes("://") ? address : `tcp://${address}`);
