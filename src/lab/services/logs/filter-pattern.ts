/**
 * Filter patterns of terms alone: each must be in the message, `-term` must not, `?term` marks those of which one suffices.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html (read 2026-11-29)
 */
import { ServiceFault } from "../fault.ts";

export function parsePattern(pattern: string): (message: string) => boolean {
  const text = pattern.trim();
  if (/^[{[%]/.test(text))
    throw new ServiceFault(
      "InvalidParameterException",
      "The lab filters by terms alone, not by JSON, space-delimited or regular expressions",
    );
  const terms = [...text.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)].map(
    ([, sign = "", quoted, bare]) => ({
      sign,
      word: quoted?.replaceAll(/\\(.)/g, "$1") ?? bare ?? "",
    }),
  );
  const having = (wanted: string) => terms.filter(({ sign }) => sign === wanted).map(({ word }) => word);
  const [all, none, any] = [having(""), having("-"), having("?")];
  return (message) =>
    all.every((word) => message.includes(word)) &&
    none.every((word) => !message.includes(word)) &&
    (any.length === 0 || any.some((word) => message.includes(word)));
}
