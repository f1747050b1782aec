/**
 * Lines of words become columns: of each record the words that are asked for, numbers as numbers, texts by their place in a
 * dictionary. AssemblyScript, which is compiled to WebAssembly: it looks at sixteen bytes in one step.
 *
 * All lines of an input are parted into words first, and then the words of one field after another become cells: each of the
 * two loops does one thing, and the processor foresees it.
 */
import { Column, clear, fill, hasRoom, mostRows, newColumn, pack as packColumn } from "./column.ts";
import { block } from "./word.ts";

/** More than twice as many as are known; a header of which less is known is none. */
const mostFields: u32 = 256;
const space: u8 = 32;
const newLine: u8 = 10;
const carriageReturn: u8 = 13;

export const inputBytes: u32 = (1 << 20) + (1 << 17);
/** Words are also read from their ends backwards. */
export const input: usize = heap.alloc(inputBytes + 2 * block) + block;

/** By field: its column, or null where nobody asked for it. */
const columns: usize = heap.alloc(mostFields << 2);
/** By field: the words of its column, or null. */
const words: usize = heap.alloc(mostFields << 2);
/** By field: the first from it on that somebody asked for, or the number of all. */
const next: usize = heap.alloc(mostFields << 2);

let fields: u32 = 0;
export let rows: u32 = 0;
/** Lines that had other fields than they should. */
export let rejected: u32 = 0;
/** The batch takes no more. */
export let isFull: bool = false;

/** Lines have so many fields, of which none is asked for yet. */
export function expect(count: u32): void {
  fields = count;
  memory.fill(columns, 0, mostFields << 2);
  memory.fill(words, 0, mostFields << 2);
  for (let field: u32 = 0; field < count; field++) store<u32>(next + (field << 2), count);
}

/** Asks for the words of a field, as texts in ASCII; every other byte becomes a question mark. */
export function askText(field: u32): Column {
  return ask(field, newColumn(true));
}

/** Asks for the numbers of a field. What is no whole number of at most 16 digits is missing. */
export function askNumber(field: u32): Column {
  return ask(field, newColumn(false));
}

function ask(field: u32, column: Column): Column {
  store<Column>(columns + (field << 2), column);
  store<usize>(words + (field << 2), column.words);
  for (let before: u32 = 0; before <= field; before++) {
    const known = next + (before << 2);
    store<u32>(known, min(load<u32>(known), field));
  }
  return column;
}

/** Forgets all rows and texts. */
export function begin(): void {
  rows = 0;
  isFull = false;
  for (let field = nextAsked(0); field < fields; field = nextAsked(field + 1)) clear(columnOf(field));
}

/** See `Column`. */
export function pack(column: Column): u32 {
  return packColumn(column, rows);
}

/**
 * Takes the whole lines among the bytes of `input` from one offset to another, until the batch is full. Gives the offset of
 * what it did not take.
 */
export function scan(from: u32, to: u32): u32 {
  if (isFull) return from;
  const first = rows;
  const left = partLines(input + from, input + to);
  isFull = rows === mostRows;
  for (let field = nextAsked(0); field < fields; field = nextAsked(field + 1)) {
    const column = columnOf(field);
    fill(column, first, rows);
    if (!hasRoom(column, inputBytes)) isFull = true;
  }
  return <u32>(left - input);
}

/** Parts whole lines into the words of their fields; gives where the first that it did not take begins. */
function partLines(from: usize, end: usize): usize {
  const spaces16 = i8x16.splat(<i8>space);
  const newLines16 = i8x16.splat(<i8>newLine);
  let line = from;
  let word = from;
  let field: u32 = 0;
  let empty: u32 = 0;
  for (let at = from; at < end; at += block) {
    const bytes = v128.load(at);
    const within: u32 = at + block > end ? (1 << (<u32>(end - at))) - 1 : 0xffff;
    const spaces = <u32>i8x16.bitmask(i8x16.eq(bytes, spaces16)) & within;
    const newLines = <u32>i8x16.bitmask(i8x16.eq(bytes, newLines16)) & within;
    const count = popcnt(spaces);
    // Words that nobody asked for are counted and not looked at.
    if (newLines === 0 && field + count <= nextAsked(field)) {
      empty |= spaces & ((spaces << 1) | u32(word === at));
      word = select<usize>(at + 32 - clz(spaces), word, count !== 0);
      field += count;
      continue;
    }
    for (let ends = spaces | newLines; ends !== 0; ends &= ends - 1) {
      const place = ctz(ends);
      const found = at + place;
      if (((newLines >> place) & 1) === 0) {
        empty |= u32(found === word);
        take(field, word, found);
        field++;
        word = found + 1;
        continue;
      }
      const last = found > line && load<u8>(found - 1) === carriageReturn ? found - 1 : found;
      if (last > line) {
        take(field, word, last);
        const isRecord = empty === 0 && last > word && field + 1 === fields;
        rows += u32(isRecord);
        rejected += u32(!isRecord);
      }
      line = word = found + 1;
      field = 0;
      empty = 0;
      if (rows === mostRows) return line;
    }
  }
  return line;
}

/** Notes a word of the line that is read; the line may yet be no record, and the next one take its row. */
function take(field: u32, from: usize, to: usize): void {
  if (field >= fields) return;
  const noted = load<usize>(words + (field << 2));
  if (noted !== 0) store<u64>(noted + (rows << 3), ((<u64>(to - from)) << 32) | <u64>from);
}

/** The first field from this on that somebody asked for, or one that no line comes to. */
function nextAsked(field: u32): u32 {
  return field < fields ? load<u32>(next + (field << 2)) : mostFields;
}

function columnOf(field: u32): Column {
  return load<Column>(columns + (field << 2));
}
