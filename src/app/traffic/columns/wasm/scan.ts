/**
 * Lines of words become columns: of each record the words that are asked for, numbers as numbers, texts by their place in a
 * dictionary. AssemblyScript, which is compiled to WebAssembly: it looks at sixteen bytes in one step.
 */

import { digitsOf, isDigits } from "./digits.ts";
import { block, hashOf, isSame } from "./word.ts";

/** Of one batch: few enough for the tables of a few columns to stay near the processor. */
const mostRows: u32 = 32_768;
/** Of a table of texts, which is never fuller than half. */
const slotCount: u32 = 65_536;
/** Of the texts of one dictionary, each behind its length. */
const dictionaryBytes: u32 = 4 << 20;
/** More than twice as many as are known; a header of which less is known is none. */
const mostFields: u32 = 256;
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

/** Moves the numbers of a column together over those that are missing; gives how many there are. */
export function pack(column: Column): u32 {
  let count: u32 = 0;
  for (let row: u32 = 0; row < rows; row++) {
    if (((load<u8>(column.valid + (row >> 3)) >> (row & 7)) & 1) === 0) continue;
    store<i64>(column.cells + (count << 3), load<i64>(column.cells + (row << 3)));
    count++;
  }
  return count;
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
  const isShort = length - 1 < 16;
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

function takeText(column: Column, from: usize, length: u32): void {
  const cell = column.cells + ((<usize>rows) << 1);
  if (column.size > 0 && isSame(textAt(column, column.last), from, length)) {
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
      if (isSame(textAt(column, place), from, length)) break;
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

/** Where a text begins. */
function textAt(column: Column, place: u32): usize {
  return load<usize>(column.begins + ((<usize>place) << 2));
}
