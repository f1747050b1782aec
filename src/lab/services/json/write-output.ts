/** An output as JSON 1.1 has it: times are seconds since 1970, bytes are base64. */
export function writeOutput(output: object): string {
  return JSON.stringify(toWire(output));
}

function toWire(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(toWire);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, toWire(one)]));
}
