/**
 * Answers computed once, when first asked for. A question that asks itself on the way is a circle, which CloudFormation
 * refuses; `refuse` makes the error from the names on the way.
 */
export function createMemo<T>(
  compute: (name: string) => T,
  refuse: (trail: readonly string[]) => Error,
): (name: string) => T {
  const answers = new Map<string, { readonly answer: T }>();
  const asking = new Set<string>();
  return (name) => {
    const known = answers.get(name);
    if (known !== undefined) return known.answer;
    if (asking.has(name)) {
      const trail = [...asking];
      throw refuse([...trail.slice(trail.indexOf(name)), name]);
    }
    asking.add(name);
    try {
      const answer = compute(name);
      answers.set(name, { answer });
      return answer;
    } finally {
      asking.delete(name);
    }
  };
}
