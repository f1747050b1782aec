/**
 * The parameters of a request: `Filter.1.Value.2=x` becomes a tree of names and numbers.
 *
 * They stand in the body of a POST (application/x-www-form-urlencoded), in the query of a GET, or in both.
 */
import { Ec2Error } from "../error.ts";

export interface ParameterNode {
  readonly text: string | undefined;
  readonly children: ReadonlyMap<string, ParameterNode>;
}

interface Draft extends ParameterNode {
  text: string | undefined;
  readonly children: Map<string, Draft>;
}

/** No request of AWS's has more, and a tree of more costs memory. */
const mostParameters = 20_000;
const deepest = 12;

export function parseParameters(texts: readonly string[]): ParameterNode {
  const root = emptyNode();
  let count = 0;
  for (const text of texts) {
    for (const pair of text.split("&")) {
      if (pair === "") continue;
      count += 1;
      if (count > mostParameters)
        throw new Ec2Error("MalformedQueryString", "The request has too many parameters");
      addPair(root, pair);
    }
  }
  return root;
}

function addPair(root: Draft, pair: string): void {
  const at = pair.indexOf("=");
  const name = decode(at < 0 ? pair : pair.slice(0, at));
  const path = name.split(".");
  if (path.length > deepest)
    throw new Ec2Error("UnknownParameter", `The parameter ${name} is not recognized`);
  let node = root;
  for (const step of path) {
    const next = node.children.get(step) ?? emptyNode();
    node.children.set(step, next);
    node = next;
  }
  node.text = at < 0 ? "" : decode(pair.slice(at + 1));
}

const emptyNode = (): Draft => ({ text: undefined, children: new Map() });

/** What XML 1.0 cannot carry could not be told back. */
// oxlint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

function decode(text: string): string {
  let decoded: string;
  try {
    decoded = decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw new Ec2Error("MalformedQueryString", "The request is not properly URL-encoded");
  }
  if (unprintable.test(decoded))
    throw new Ec2Error("InvalidCharacter", "The request contains a character that is not valid");
  return decoded;
}
