/**
 * An answer of the API that refuses a request, with AWS's own code.
 * Codes: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html (read 2026-11-29).
 */
export class Ec2Error extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = "Ec2Error";
    this.code = code;
    this.status = status;
  }
}

export const missingParameter = (name: string): Ec2Error =>
  new Ec2Error("MissingParameter", `The request must contain the parameter ${name}`);

export const invalidValue = (message: string): Ec2Error => new Ec2Error("InvalidParameterValue", message);

export const invalidCombination = (message: string): Ec2Error =>
  new Ec2Error("InvalidParameterCombination", message);

export const unsupported = (message: string): Ec2Error => new Ec2Error("UnsupportedOperation", message);

/** What stands in the way of a deletion, in the words that EC2 has for most resources. */
export const hasDependencies = (noun: string, id: string): Ec2Error =>
  new Ec2Error("DependencyViolation", `The ${noun} '${id}' has dependencies and cannot be deleted.`);
