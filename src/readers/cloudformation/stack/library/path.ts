/** Paths as text, for a room that knows no file system: both separators are read, `/` is written. */
export function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split(/[/\\]/)) {
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== "." && (part !== "" || parts.length === 0)) parts.push(part);
  }
  return parts.join("/");
}

export function directoryOf(path: string): string {
  const whole = normalize(path);
  return whole.includes("/") ? whole.slice(0, whole.lastIndexOf("/")) : "";
}

export function baseOf(path: string): string {
  return normalize(path).split("/").at(-1) ?? path;
}

export function joinPath(directory: string, path: string): string {
  return normalize(directory === "" ? path : `${directory}/${path}`);
}

/** Whether `path` lies in `directory`, at any depth; everything lies in "". */
export function isBelow(directory: string, path: string): boolean {
  return directory === "" || normalize(path).startsWith(`${directory}/`);
}
