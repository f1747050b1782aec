/** For "unknown name" errors: which of the names that exist may have been meant. */

/** Up to `limit` of `names`, nearest first: equal but for case, containing or contained, or few letters apart. */
export function nearNames(wanted: string, names: Iterable<string>, limit = 3): readonly string[] {
  const lower = wanted.toLowerCase();
  const furthest = Math.ceil(lower.length / 3);
  return [...new Set(names)]
    .filter((name) => name !== wanted)
    .map((name) => ({ name, distance: distanceOf(lower, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= furthest)
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, limit)
    .map(({ name }) => name);
}

/** "did you mean a, b or c?", or `otherwise` when nothing is near. */
export function didYouMean(wanted: string, names: Iterable<string>, otherwise: string): string {
  const near = nearNames(wanted, names);
  const last = near.at(-1);
  if (last === undefined) return otherwise;
  return `did you mean ${near.length === 1 ? last : `${near.slice(0, -1).join(", ")} or ${last}`}?`;
}

function distanceOf(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  if (shorter >= 3 && (a.includes(b) || b.includes(a))) return 1;
  return editDistance(a, b);
}

/** Levenshtein's distance, row by row. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of a.split("").entries()) {
    const next = [i + 1];
    for (const [j, other] of b.split("").entries()) {
      const substituted = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(substituted, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
