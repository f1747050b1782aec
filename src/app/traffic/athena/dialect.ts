/**
 * SQL as Athena (engine version 3, which is Trino's) writes what engines write differently.
 * https://trino.io/docs/current/functions/bitwise.html, …/functions/string.html (read 2026-11-29)
 */
import type { Dialect, LogGroup } from "../../../traffic/index.ts";
import { rowsSql } from "./table.ts";
import type { LogTable } from "./table.ts";

const octet = "(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])";
const weights = [16_777_216, 65_536, 256, 1] as const;

/** `tablesOf`: those that have a group's objects. */
export const athenaDialect = (tablesOf: (group: LogGroup) => readonly LogTable[]): Dialect => ({
  rowsOf: (group) => `(${tablesOf(group).map(rowsSql).join("\n    union all ")}) as logs`,
  // A cast rounds what is no whole number.
  wholeNumber: (column, { format }) =>
    format === "text"
      ? `case when ${column} not like '%.%' then try_cast(${column} as bigint) end`
      : `try_cast(${column} as bigint)`,
  addressValue: (text) => {
    const parts = weights.map(
      (weight, index) => `try_cast(split_part(${text}, '.', ${index + 1}) as bigint) * ${weight}`,
    );
    return `case when regexp_like(${text}, '^${octet}([.]${octet}){3}$') then ${parts.join(" + ")} end`;
  },
  halfHour: (seconds) => `case when ${seconds} between 0 and 4294967295 then ${seconds} / 1800 end`,
  bitsOf: (numbers) => `bitwise_or_agg(bitwise_left_shift(cast(1 as bigint), ${numbers}))`,
  allBits: (bits) => `bitwise_or_agg(${bits})`,
});
