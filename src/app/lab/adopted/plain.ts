/** Values of a network as text, to be compared: where they were read does not count, nor why one is not known. */
export function plain(value: unknown): string {
  return JSON.stringify(value, (key, own: unknown) => {
    if (key === "origin") return undefined;
    if (typeof own === "bigint") return String(own);
    return isUnknown(own) ? { known: false } : own;
  });
}

export const isUnknown = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "known" in value && value.known === false;
