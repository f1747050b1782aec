/**
 * Lines of words become columns: of each record the words that are asked for, numbers as numbers, texts by their place in a
 * dictionary. AssemblyScript, which is compiled to WebAssembly: it looks at sixteen bytes in one step.
 */

/** Of one batch: few enough for the tables of a few columns to stay near the processor. */
const mostRows: u32 = 32_768;
/** Of a table of texts, which is never fuller than half. */
const slotCount: u32 = 65_536;
/** Of the texts of one dictionary, each behind its length. */
const dictionaryBytes: u32 = 4 << 20;
/** More than twice as many as are known; a header of which less is known is none. */
const mostFields: u32 = 256;
/** As far may be read over an end. */
const block: u32 = 16;
const space: u8 = 32;
const newLine: u8 = 10;
const carriageReturn: u32 = 13;
const minus: u32 = 45;
const questionMark: u8 = 63;

/** As the caller reads it too: words of four bytes. */
@unmanaged
class Column {
  /** Of numbers eight bytes a row; of texts two, the place in the dictionary. */
  cells: usize;
  /** Of numbers: a bit a row, set where there is one. */
  valid: usize;
  /** Of texts: by hash 16 bits of it and 16 of a place, counted from 1; 0 where none is. */
  slots: usize;
  /** Of texts: by place, where in memory it begins; its length stands before it. */
  begins: usize;
  texts: usize;
  textBytes: u32;
  size: u32;
  /** The place of the last text. */
  last: u32;
}

export const inputBytes: u32 = (1 << 20) + (1 << 17);
/** Words are also read from their ends backwards. */
export const input: usize = heap.alloc(inputBytes + 2 * block) + block;

/** Pointers to columns, by field; null for a field that nobody asked for. */
const columns: usize = heap.alloc(mostFields << 2);
/** By field: the first from it on that somebody asked for, or the number of all. */
const next: usize = heap.alloc(mostFields << 2);
/** Blocks of which the first 0 to 16 bytes are set. */
const kept: usize = heap.alloc((block + 1) << 4);
for (let count: u32 = 0; count <= block; count++) {
  memory.fill(kept + (count << 4), 0, block);
  memory.fill(kept + (count << 4), 0xff, count);
}

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
  for (let field: u32 = 0; field < count; field++) store<u32>(next + (field << 2), count);
}

/** Asks for the words of a field, as texts in ASCII; every other byte becomes a question mark. */
export function askText(field: u32): Column {
  const column = newColumn(field, mostRows << 1);
  column.slots = heap.alloc(slotCount << 2);
  column.begins = heap.alloc(mostRows << 2);
  column.texts = heap.alloc(dictionaryBytes + block);
  return column;
}

/** Asks for the numbers of a field. What is no whole number of at most 16 digits is missing. */
export function askNumber(field: u32): Column {
  const column = newColumn(field, mostRows << 3);
  column.valid = heap.alloc(mostRows >> 3);
  return column;
}

function newColumn(field: u32, cellBytes: u32): Column {
  const column = changetype<Column>(heap.alloc(offsetof<Column>()));
  memory.fill(changetype<usize>(column), 0, offsetof<Column>());
  column.cells = heap.alloc(cellBytes);
  store<Column>(columns + (field << 2), column);
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
  for (let field: u32 = 0; field < fields; field++) {
    const column = load<Column | null>(columns + (field << 2));
    if (column === null) continue;
    column.textBytes = 0;
    column.size = 0;
    if (column.slots !== 0) memory.fill(column.slots, 0, slotCount << 2);
    if (column.valid !== 0) memory.fill(column.valid, 0, mostRows >> 3);
  }
}

/**
 * Takes the whole lines among the bytes of `input` from one offset to another, until the batch is full. Gives the offset of
 * what it did not take.
 */
export function scan(from: u32, to: u32): u32 {
  if (isFull) return from;
  const end = input + to;
  const spaces16 = i8x16.splat(<i8>space);
  const newLines16 = i8x16.splat(<i8>newLine);
  let line = input + from;
  let word = line;
  let field: u32 = 0;
  let isSound = true;
  for (let at = line; at < end; at += block) {
    const bytes = v128.load(at);
    const within: u32 = at + block > end ? (1 << (<u32>(end - at))) - 1 : 0xffff;
    const spaces = <u32>i8x16.bitmask(i8x16.eq(bytes, spaces16)) & within;
    const newLines = <u32>i8x16.bitmask(i8x16.eq(bytes, newLines16)) & within;
    // Words that nobody asked for are counted and not looked at.
    const words = popcnt(spaces);
    if (newLines === 0 && field + words <= nextAsked(field)) {
      if (words === 0) continue;
      if ((spaces & ((spaces << 1) | u32(word === at))) !== 0) isSound = false;
      field += words;
      word = at + 32 - clz(spaces);
      continue;
    }
    for (let ends = spaces | newLines; ends !== 0; ends &= ends - 1) {
      const place = ctz(ends);
      const found = at + place;
      if (((newLines >> place) & 1) === 0) {
        if (found === word) isSound = false;
        else if (field < fields) take(field, word, found);
        field++;
        word = found + 1;
        continue;
      }
      const last = found > line && load<u8>(found - 1) === carriageReturn ? found - 1 : found;
      if (last > line) endLine(field, word, last, isSound);
      line = word = found + 1;
      field = 0;
      isSound = true;
      if (isFull) return <u32>(line - input);
    }
  }
  return <u32>(line - input);
}

/** The first field from this on that somebody asked for, or one that no line comes to. */
function nextAsked(field: u32): u32 {
  return field < fields ? load<u32>(next + (field << 2)) : mostFields;
}

function endLine(field: u32, word: usize, end: usize, isSound: bool): void {
  if (!isSound || end === word || field + 1 !== fields) {
    rejected++;
    return;
  }
  take(field, word, end);
  rows++;
  if (rows === mostRows) isFull = true;
}

function take(field: u32, from: usize, to: usize): void {
  const column = load<Column | null>(columns + (field << 2));
  if (column === null) return;
  if (column.slots === 0) takeNumber(column, from, <u32>(to - from));
  else takeText(column, from, <u32>(to - from));
}

function takeNumber(column: Column, from: usize, length: u32): void {
  const isNegative = load<u8>(from) === minus;
  if (isNegative) {
    from++;
    length--;
  }
  const high = length > 8 ? length - 8 : 0;
  const isShort = length > 0 && length <= 16;
  const isNumber = isShort && isDigits(from + high, length - high) && (high === 0 || isDigits(from, high));
  if (isNumber) {
    const value =
      digitsOf(from + high, length - high) + (high === 0 ? 0 : digitsOf(from, high) * 100_000_000);
    store<i64>(column.cells + ((<usize>rows) << 3), isNegative ? -value : value);
  }
  const byte = column.valid + (rows >> 3);
  const bit: u32 = 1 << (rows & 7);
  const others = <u32>load<u8>(byte) & ~bit;
  store<u8>(byte, isNumber ? others | bit : others);
}

const zeros: u64 = 0x3030_3030_3030_3030;

/** Up to eight characters as the highest of eight bytes, with zeros below. */
function eightOf(from: usize, length: u32): u64 {
  const above: u64 = 64 - ((<u64>length) << 3);
  return above === 0 ? load<u64>(from) : (load<u64>(from) << above) | (zeros >> (64 - above));
}

function isDigits(from: usize, length: u32): bool {
  const eight = eightOf(from, length);
  return (
    ((eight & 0xf0f0_f0f0_f0f0_f0f0) | (((eight + 0x0606_0606_0606_0606) & 0xf0f0_f0f0_f0f0_f0f0) >> 4)) ===
    0x3333_3333_3333_3333
  );
}

/** Pairs of digits, of pairs, and of those at once. */
function digitsOf(from: usize, length: u32): i64 {
  let eight = eightOf(from, length) - zeros;
  eight = eight * 10 + (eight >> 8);
  const low = (eight & 0x0000_00ff_0000_00ff) * 0x000f_4240_0000_0064;
  const high = ((eight >> 16) & 0x0000_00ff_0000_00ff) * 0x0000_2710_0000_0001;
  return <i64>((low + high) >> 32);
}

function takeText(column: Column, from: usize, length: u32): void {
  const cell = column.cells + ((<usize>rows) << 1);
  if (column.size > 0 && isSame(column, column.last, from, length)) {
    store<u16>(cell, <u16>column.last);
    return;
  }
  const hash = hashOf(from, length);
  const tag = <u32>(hash >> 48);
  let slot = <u32>hash & (slotCount - 1);
  let place: u32 = 0;
  for (;;) {
    const at = column.slots + ((<usize>slot) << 2);
    const known = load<u32>(at);
    if (known === 0) {
      place = addText(column, from, length);
      store<u32>(at, (tag << 16) | (place + 1));
      break;
    }
    if (known >>> 16 === tag) {
      place = (known & 0xffff) - 1;
      if (isSame(column, place, from, length)) break;
    }
    slot = (slot + 1) & (slotCount - 1);
  }
  column.last = place;
  store<u16>(cell, <u16>place);
}

/** Gives its place. */
function addText(column: Column, from: usize, length: u32): u32 {
  const at = column.texts + column.textBytes;
  store<u32>(at, length);
  for (let byte: u32 = 0; byte < length; byte++) {
    const read = load<u8>(from + byte);
    store<u8>(at + 4 + byte, read < 128 ? read : questionMark);
  }
  const place = column.size;
  store<usize>(column.begins + ((<usize>place) << 2), at + 4);
  column.textBytes += 4 + length;
  column.size++;
  // Room for one word more, which may be as long as a line.
  if (column.size === mostRows - 1 || column.textBytes > dictionaryBytes - inputBytes) isFull = true;
  return place;
}

function isSame(column: Column, place: u32, from: usize, length: u32): bool {
  let at = load<usize>(column.begins + ((<usize>place) << 2));
  if (load<u32>(at - 4) !== length) return false;
  for (; length > block; length -= block) {
    if (v128.any_true(v128.xor(v128.load(at), v128.load(from)))) return false;
    at += block;
    from += block;
  }
  const differ = v128.xor(v128.load(at), v128.load(from));
  return !v128.any_true(v128.and(differ, v128.load(kept + ((<usize>length) << 4))));
}

function hashOf(from: usize, length: u32): u64 {
  let hash: u64 = length;
  for (; length > block; length -= block) {
    hash = mixed(hash ^ load<u64>(from), load<u64>(from + 8));
    from += block;
  }
  const last = v128.and(v128.load(from), v128.load(kept + ((<usize>length) << 4)));
  return mixed(hash ^ i64x2.extract_lane(last, 0), i64x2.extract_lane(last, 1));
}

function mixed(a: u64, b: u64): u64 {
  let hash = a * 0x9e3779b97f4a7c15 + rotl(b, 29) * 0xc2b2ae3d27d4eb4f;
  hash ^= hash >> 32;
  hash *= 0xd6e8feb86659fd93;
  return hash ^ (hash >> 29);
}
