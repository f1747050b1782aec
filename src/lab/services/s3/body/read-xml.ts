/** A small body that is XML or text, checked like any other upload. */
import { parseXml } from "../../wire/xml.ts";
import type { ReadElement } from "../../wire/xml.ts";
import type { Exchange } from "../exchange.ts";
import { isFault } from "../exchange.ts";
import { fault } from "../fault.ts";
import type { S3Fault } from "../fault.ts";
import { receiveBody } from "./receive.ts";

export async function readText(exchange: Exchange, most: number): Promise<string | S3Fault> {
  const pieces: Buffer[] = [];
  const received = await receiveBody(exchange, most, (bytes) => {
    pieces.push(bytes);
    return Promise.resolve();
  });
  return isFault(received) ? received : Buffer.concat(pieces).toString("utf8");
}

/** The root element of that name. */
export async function readXml(
  exchange: Exchange,
  root: string,
  most: number,
): Promise<{ readonly root: ReadElement } | S3Fault> {
  const text = await readText(exchange, most);
  if (typeof text !== "string") return text;
  const element = parseXml(text, root);
  return element === undefined ? fault("MalformedXML") : { root: element };
}
