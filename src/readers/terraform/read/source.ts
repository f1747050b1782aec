/** One object of an instance: the instance itself, or a block in it, with what is not told and how it was written. */
import type { Instance } from "../document/instance.ts";
import { fieldOf, isRow } from "../document/json.ts";
import type { World } from "../edge/world.ts";

export interface Source {
  readonly instance: Instance;
  /** The block of the configuration that makes the instance. */
  readonly block: unknown;
  readonly values: unknown;
  readonly unknown: unknown;
  readonly sensitive: unknown;
  /** By the names of arguments; undefined where it is not told how this was written. */
  readonly expressions: unknown;
  /** `aws_lambda_function.a.vpc_config`. */
  readonly label: string;
}

export function sourceOf(world: World, instance: Instance): Source {
  const { document, values, unknown, sensitive, address } = instance;
  const block = document.configuration?.resource(world.placeOf(instance.module).path, instance);
  const expressions = fieldOf(block, "expressions");
  return { instance, block, values, unknown, sensitive, expressions, label: address };
}

/**
 * The expression of an argument. Where blocks cannot be told from each other it is those of all of them; some arguments are
 * lists of objects written as blocks (`ingress`, `route`), and have one expression as a whole.
 */
export function expressionOf(expressions: unknown, name: string): unknown {
  if (Array.isArray(expressions)) {
    const rows = (expressions as readonly unknown[]).filter(isRow);
    const all = rows.flatMap((one) => expressionOf(one, name) ?? []);
    return all.length === 0 ? undefined : all;
  }
  const isWhole = ["references", "constant_value"].some((key) => fieldOf(expressions, key) !== undefined);
  return isWhole ? expressions : fieldOf(expressions, name);
}

export const isUnknown = ({ unknown }: Source, name: string) =>
  unknown === true || fieldOf(unknown, name) === true;
export const isSensitive = ({ sensitive }: Source, name: string) =>
  sensitive === true || fieldOf(sensitive, name) === true;

/** Known only after the apply because AWS gives it: nothing was written. */
export function isLeftOut(source: Source, name: string): boolean {
  return (
    isUnknown(source, name) &&
    source.expressions !== undefined &&
    expressionOf(source.expressions, name) === undefined
  );
}

/** The objects of an argument, in their order; none where it is not told. */
export function blocksOf(source: Source, name: string): readonly Source[] {
  if (isSensitive(source, name)) return [];
  const value = fieldOf(source.values, name);
  const items = Array.isArray(value) ? (value as readonly unknown[]) : value === undefined ? [] : [value];
  const written = expressionOf(source.expressions, name);
  return items.flatMap((item, index) => {
    if (!isRow(item)) return [];
    const isAligned = Array.isArray(written) && written.length === items.length;
    return {
      instance: source.instance,
      block: source.block,
      values: item,
      unknown: maskAt(fieldOf(source.unknown, name), index),
      sensitive: maskAt(fieldOf(source.sensitive, name), index),
      expressions: isAligned ? (written as readonly unknown[])[index] : written,
      label: `${source.label}.${name}`,
    };
  });
}

function maskAt(mask: unknown, index: number): unknown {
  return Array.isArray(mask) ? (mask as readonly unknown[])[index] : mask;
}
