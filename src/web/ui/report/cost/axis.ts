/** Axes that begin at nothing and end at a round number. */

const rounds = [1, 2, 2.5, 5, 10];
const wanted = 5;

/** The steps of an axis that takes in `most`; the last is its end. */
export function ticksTo(most: number): readonly number[] {
  const rough = Math.max(most, 1) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (rounds.find((round) => round * power >= rough) ?? 10);
  const count = Math.ceil(Math.max(most, 1) / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}
