/** What a meter of AWS says of one NAT gateway and one stretch of time. */
export interface Metered {
  /** `nat-…`; undefined where the meter does not name it. */
  readonly nat: string | undefined;
  /** Seconds since 1970. */
  readonly start: number;
  readonly end: number;
  readonly bytes: number;
}

/** A time as AWS's reports write it, with or without a zone: all of them mean UTC. */
export function parseInstant(text: string): number | undefined {
  const found =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/.exec(
      text.trim(),
    );
  if (found === null) return undefined;
  const [, date = "", time = "00:00", zone = "Z"] = found;
  const [, sign, hours = "", minutes = "00"] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  const offset = sign === undefined ? "Z" : `${sign}${hours}:${minutes}`;
  const value = Date.parse(`${date}T${time}${offset}`);
  return Number.isNaN(value) ? undefined : value / 1000;
}

const natGatewayId = /nat-[0-9a-f]{8,17}\b/;

/** In an ARN, a label, or alone. */
export function findNatId(text: string): string | undefined {
  return natGatewayId.exec(text)?.[0];
}
