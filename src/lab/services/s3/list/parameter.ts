/** Parameters that lists share. */
import type { Exchange } from "../exchange.ts";
import { fault } from "../fault.ts";
import type { S3Fault } from "../fault.ts";

const most = 1000;

export function readMax({ query }: Exchange, name: string): number | S3Fault {
  const text = query.get(name);
  if (text === undefined || text === "") return most;
  if (/^\d{1,10}$/.test(text) && Number(text) <= 2_147_483_647) return Math.min(Number(text), most);
  return fault("InvalidArgument", {
    message: `Provided ${name} not an integer or within integer range`,
    details: { ArgumentName: name, ArgumentValue: text },
  });
}

/** Names as the client wants them: percent-encoded when it asked, for XML cannot carry every character. */
export function readEncoding({ query }: Exchange): ((text: string) => string) | S3Fault {
  const asked = query.get("encoding-type");
  if (asked === undefined || asked === "") return (text) => text;
  if (asked !== "url") {
    return fault("InvalidArgument", {
      message: "Invalid Encoding Method specified in Request",
      details: { ArgumentName: "encoding-type", ArgumentValue: asked },
    });
  }
  return (text) =>
    encodeURIComponent(text)
      .replaceAll("%2F", "/")
      .replaceAll(/[!'()]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
