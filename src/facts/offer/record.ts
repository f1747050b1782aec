/** The records of a CSV text that comes in pieces: every cell may be quoted, and a quoted one may hold line ends. */

/** More than any record of a price list; what is longer is none, and is not gathered in memory. */
const longestRecord = 1_000_000;

export interface RecordReader {
  /** The records that `text` completes. Throws a RangeError where one has no end. */
  readonly read: (text: string) => readonly string[];
  /** What stands after the last line end. */
  readonly rest: () => string;
}

/** Cuts a stream into records, as text: which of them are worth their cells is the caller's to say. */
export function createRecordReader(): RecordReader {
  let rest = "";
  return {
    read: (text) => {
      const records: string[] = [];
      let open = "";
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const record = open === "" ? line : `${open}\n${line}`;
        open = quotesIn(record) % 2 === 0 ? "" : record;
        if (open === "") records.push(record.endsWith("\r") ? record.slice(0, -1) : record);
      }
      if (open !== "") rest = `${open}\n${rest}`;
      if (rest.length > longestRecord)
        throw new RangeError(`a record of more than ${longestRecord} characters`);
      return records;
    },
    rest: () => rest,
  };
}

function quotesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count += 1;
  return count;
}
