import { describe, expect, it } from "vitest";
import { toRefusal } from "../../../../src/app/aws/client/refusal.ts";
import { AppError } from "../../../../src/model/app-error.ts";

function failure(name: string, status?: number, code?: string): Error {
  return Object.assign(new Error("said so"), { name, code, $metadata: { httpStatusCode: status } });
}

describe("a failed call", () => {
  it.each([
    ["UnauthorizedOperation", 403, "denied"],
    ["AccessDenied", 403, "denied"],
    ["AccessDeniedException", 400, "denied"],
    ["SomethingForbidden", 403, "denied"],
    ["OptInRequired", 403, "region-off"],
    ["AuthFailure", 401, "region-off"],
    ["UnrecognizedClientException", 400, "region-off"],
    ["UnknownOperationException", 404, "unavailable"],
    ["InvalidAction", 400, "unavailable"],
    ["UnsupportedOperation", 400, "unavailable"],
    ["NotImplemented", 501, "unavailable"],
    ["NotFound", 404, "unavailable"],
    ["Unknown", 403, "denied"],
    ["InvalidVpcID.NotFound", 400, "gone"],
    ["ResourceNotFoundException", 404, "gone"],
    ["NoSuchHostedZone", 404, "gone"],
    ["InternalError", 500, "failed"],
    ["InvalidParameterValue", 400, "failed"],
  ])("%s (%d) is %s", (name, status, because) => {
    expect(toRefusal(failure(name, status))).toEqual({
      kind: "refused",
      because,
      message: `${name}: said so`,
    });
  });

  it.each(["ENOTFOUND", "ECONNREFUSED", "ETIMEDOUT"])("without an answer (%s) is unavailable", (code) => {
    expect(toRefusal(failure("Error", undefined, code))).toMatchObject({
      because: "unavailable",
      message: `${code}: said so`,
    });
  });

  it.each(["ExpiredToken", "ExpiredTokenException", "RequestExpired", "CredentialsProviderError"])(
    "%s ends the run",
    (name) => {
      expect(() => toRefusal(failure(name, 400))).toThrow(AppError);
    },
  );

  it("that the SDK could not read is a failure like any other", () => {
    const error = Object.assign(
      new SyntaxError("Unexpected token. Deserialization error: to see the raw response"),
      {
        $metadata: {},
        $response: { statusCode: 400 },
      },
    );
    expect(toRefusal(error)).toMatchObject({
      because: "failed",
      message: expect.stringContaining("HTTP 400"),
    });
  });

  it("that is a defect stays one", () => {
    const defect = new TypeError("undefined is not a function");
    expect(() => toRefusal(defect)).toThrow(defect);
  });

  it("is told in one line that is not too long", () => {
    const long = Object.assign(new Error(`a\nb ${"x".repeat(5000)}`), {
      name: "E",
      $metadata: { httpStatusCode: 400 },
    });
    const { message } = toRefusal(long);
    expect(message).toMatch(/^E: a b x+…$/);
    expect(message.length).toBeLessThan(310);
  });
});
