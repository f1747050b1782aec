/** `text` as one part of a URI; half of a surrogate pair, which JSON may hold, has no form there. */
export function uriPart(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, "\ufffd"));
}
