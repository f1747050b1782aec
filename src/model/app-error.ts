/**
 * An operational failure: something outside the code is wrong and a person can mend it. Printed as one line,
 * `message: hint`, never with a stack; everything else that is thrown is a defect of denat.
 */
export class AppError extends Error {
  readonly code: string;
  /** Whose fault: the user's input or options, AWS, or a tool that denat runs. */
  readonly source: "user" | "aws" | "tool";
  /** What to do about it. */
  readonly hint: string;

  constructor(
    code: string,
    message: string,
    hint: string,
    more: { source?: "user" | "aws" | "tool"; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause });
    this.name = "AppError";
    this.code = code;
    this.source = more.source ?? "user";
    this.hint = hint;
  }
}
