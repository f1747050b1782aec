/** What an operation refuses a request with: AWS's own code and words. */
export class ServiceFault extends Error {
  readonly code: string;
  readonly status: number;
  /** The statement that decided, where a policy did. */
  readonly rule: string | undefined;

  constructor(
    code: string,
    message: string,
    { status = 400, rule }: { status?: number; rule?: string } = {},
  ) {
    super(message);
    this.name = "ServiceFault";
    this.code = code;
    this.status = status;
    this.rule = rule;
  }
}

/** As the services that check their input by a model word it. */
export const invalidMember = (
  member: string,
  value: string | number | undefined,
  constraint: string,
): ServiceFault =>
  new ServiceFault(
    "ValidationException",
    `1 validation error detected: Value ${value === undefined ? "null" : `'${value}'`} at '${lowered(member)}' failed to satisfy constraint: ${constraint}`,
  );

const lowered = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
