import { AppError } from "../../../model/app-error.ts";

export interface Position {
  readonly line: number;
  readonly column: number;
}

export function syntaxError(file: string, { line, column }: Position, what: string): AppError {
  return new AppError("TEMPLATE_SYNTAX", `${file}:${line}:${column}: ${what}`, "mend the file and run again");
}
