/** Files of AWS over HTTP: whole as JSON, or as a stream of text that is left as soon as nobody reads on. */
import { AppError } from "../../model/app-error.ts";

/** ip-ranges.json has two megabytes, an index of Regions a few kilobytes. */
const mostJsonBytes = 64_000_000;

export async function downloadJson(url: string): Promise<unknown> {
  let text = "";
  for await (const piece of downloadText(url)) {
    text += piece;
    if (text.length > mostJsonBytes) throw unusable(url, "it is larger than such a file can be");
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw unusable(url, text.trim() === "" ? "it is empty" : "it is no JSON");
  }
}

/** Pieces as they come. Whoever stops iterating ends the download. */
export async function* downloadText(url: string): AsyncGenerator<string> {
  const ending = new AbortController();
  try {
    const response = await fetch(url, { signal: ending.signal });
    if (!response.ok) throw unusable(url, `HTTP ${response.status}`);
    const decoder = new TextDecoder();
    if (response.body === null) return;
    for await (const chunk of response.body) yield decoder.decode(chunk as Uint8Array, { stream: true });
    yield decoder.decode();
  } catch (error) {
    throw error instanceof AppError ? error : unusable(url, reasonOf(error), error);
  } finally {
    ending.abort();
  }
}

function unusable(url: string, why: string, cause?: unknown): AppError {
  return new AppError(
    "FACTS_SOURCE",
    `${url} cannot be read: ${why}`,
    "the facts stay as they are; check the network, or give another --source",
    { source: "aws", cause },
  );
}

/** What undici says is "fetch failed"; why is one level below. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error ? `${error.message}: ${cause.message}` : error.message;
}
