/** Several small files in one readable text, as in Go's txtar: a comment, then `-- name --` before each file. */
export interface Archive {
  readonly comment: string;
  readonly files: ReadonlyMap<string, string>;
}

export function parseArchive(text: string): Archive {
  const [comment = "", ...parts] = text.split(/^-- (.+) --\n/m);
  const files = new Map<string, string>();
  for (let index = 0; index + 1 < parts.length; index += 2) {
    files.set(parts[index] ?? "", parts[index + 1] ?? "");
  }
  return { comment, files };
}

export function formatArchive({ comment, files }: Archive): string {
  return comment + [...files].map(([name, text]) => `-- ${name} --\n${text}`).join("");
}
