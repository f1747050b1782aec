import { digitsOf, isDigits } from "./digits.ts";
import { hashOf, isSame } from "./word.ts";
import { block } from "./word.ts";

/** Of one batch: few enough for the tables of a few columns to stay near the processor. */
export const mostRows: u32 = 16_384;
/** Of a table of texts, which is never fuller than half. */
const slotCount: u32 = 32_768;
/** Of the texts of one dictionary, each behind its length. */
const dictionaryBytes: u32 = 4 << 20;
const minus: u32 = 45;
const questionMark: i8 = 63;

/** The words of one field, and the cells that they become. As the caller reads it too: numbers of four bytes. */
@unmanaged
export class Column {
  /** Of numbers eight bytes a row; of texts two, the place in the dictionary. */
  cells: usize;
  /** Of numbers: a bit a row, set where there is one. */
  valid: usize;
  texts: usize;
  textBytes: u32;
  size: u32;
  /** Of texts: by hash 16 bits of it and 16 of a place, counted from 1; 0 where none is. */
  slots: usize;
  /** Of texts: by place, where in memory it begins; its length stands before it. */
  begins: usize;
  /** By row, as long as the input stands: where in memory the word begins, and its length in the upper half. */
  words: usize;
}

export function newColumn(isText: bool): Column {
  const column = changetype<Column>(heap.alloc(offsetof<Column>()));
  memory.fill(changetype<usize>(column), 0, offsetof<Column>());
  column.words = heap.alloc(mostRows << 3);
  if (isText) {
    column.cells = heap.alloc(mostRows << 1);
    column.slots = heap.alloc(slotCount << 2);
    column.begins = heap.alloc(mostRows << 2);
    column.texts = heap.alloc(dictionaryBytes + block);
  } else {
    column.cells = heap.alloc(mostRows << 3);
    column.valid = heap.alloc(mostRows >> 3);
  }
  return column;
}

export function clear(column: Column): void {
  column.textBytes = 0;
  column.size = 0;
  if (column.slots !== 0) memory.fill(column.slots, 0, slotCount << 2);
  if (column.valid !== 0) memory.fill(column.valid, 0, mostRows >> 3);
}

/** Whether another input of so many bytes finds room. */
export function hasRoom(column: Column, bytes: u32): bool {
  return column.textBytes + bytes + (mostRows << 2) <= dictionaryBytes;
}

/** Makes cells of the words of these rows. */
export function fill(column: Column, from: u32, to: u32): void {
  if (column.slots === 0) fillNumbers(column, from, to);
  else fillTexts(column, from, to);
}

function fillNumbers(column: Column, from: u32, to: u32): void {
  const words = column.words;
  const cells = column.cells;
  for (let row = from; row < to; row++) {
    const word = load<u64>(words + (row << 3));
    let begin = <usize>(<u32>word);
    let length = <u32>(word >> 32);
    const isNegative = load<u8>(begin) === minus;
    begin += u32(isNegative);
    length -= u32(isNegative);
    if (length - 1 >= 16) continue;
    let value: i64 = 0;
    if (length > 8) {
      if (!isDigits(begin, length - 8)) continue;
      value = digitsOf(begin, length - 8) * 100_000_000;
      begin += length - 8;
      length = 8;
    }
    if (!isDigits(begin, length)) continue;
    value += digitsOf(begin, length);
    store<i64>(cells + (row << 3), isNegative ? -value : value);
    const byte = column.valid + (row >> 3);
    store<u8>(byte, <u32>load<u8>(byte) | (1 << (row & 7)));
  }
}

function fillTexts(column: Column, from: u32, to: u32): void {
  const words = column.words;
  const cells = column.cells;
  const slots = column.slots;
  const begins = column.begins;
  let last: u32 = 0;
  for (let row = from; row < to; row++) {
    const word = load<u64>(words + (row << 3));
    const begin = <usize>(<u32>word);
    const length = <u32>(word >> 32);
    if (last >= column.size || !isSame(load<usize>(begins + (last << 2)), begin, length)) {
      const hash = hashOf(begin, length);
      const tag = <u32>(hash >> 48);
      for (let slot = <u32>hash & (slotCount - 1); ; slot = (slot + 1) & (slotCount - 1)) {
        const known = load<u32>(slots + (slot << 2));
        last = (known & 0xffff) - 1;
        if (known === 0) {
          last = addText(column, begin, length);
          store<u32>(slots + (slot << 2), (tag << 16) | (last + 1));
          break;
        }
        if (known >>> 16 === tag && isSame(load<usize>(begins + (last << 2)), begin, length)) break;
      }
    }
    store<u16>(cells + (row << 1), <u16>last);
  }
}

/** Gives its place. */
function addText(column: Column, from: usize, length: u32): u32 {
  const at = column.texts + column.textBytes;
  store<u32>(at, length);
  for (let done: u32 = 0; done < length; done += block) {
    const bytes = v128.load(from + done);
    const others = i8x16.lt_s(bytes, i8x16.splat(0));
    v128.store(at + 4 + done, v128.bitselect(i8x16.splat(questionMark), bytes, others));
  }
  store<usize>(column.begins + (column.size << 2), at + 4);
  column.textBytes += 4 + length;
  column.size++;
  return column.size - 1;
}

/** Moves the numbers of a column together over those that are missing; gives how many there are. */
export function pack(column: Column, rows: u32): u32 {
  let count: u32 = 0;
  for (let row: u32 = 0; row < rows; row++) {
    if (((<u32>load<u8>(column.valid + (row >> 3)) >> (row & 7)) & 1) === 0) continue;
    store<i64>(column.cells + (count << 3), load<i64>(column.cells + (row << 3)));
    count++;
  }
  return count;
}
