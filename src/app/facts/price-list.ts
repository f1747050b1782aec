/** AWS's price list of one Region, offer by offer, read no further than its last wanted row. */
import type { Facts, OfferPrices, OfferQuestion } from "../../facts/index.ts";
import { createOfferReader, createRecordReader, offerCodes } from "../../facts/index.ts";
import { AppError } from "../../model/app-error.ts";
import { downloadJson, downloadText } from "./download.ts";

export interface PriceListRequest {
  readonly region: string;
  /** A mirror, in place of AWS's own address. */
  readonly origin: string | undefined;
  readonly progress: (line: string) => void;
}

/** Throws an AppError where one of the offers cannot be had, or lacks what it must hold. */
export async function readPriceList(
  request: PriceListRequest,
  facts: Facts,
): Promise<readonly OfferPrices[]> {
  const { region, progress } = request;
  const partition = facts.regionNamed(region).partition.name;
  const source = facts.findSource("price-list", partition);
  if (source?.currency === undefined) {
    throw new AppError(
      "FACTS_NO_SOURCE",
      `no price list of the partition ${partition} is known, which has ${region}`,
      "give prices in the design",
    );
  }
  const { currency } = source;
  const root = request.origin ?? source.origin;
  const read: OfferPrices[] = [];
  for (const offer of offerCodes) {
    const wanted = facts.wantedPrices().filter((one) => one.offer === offer);
    const question = { offer, region, currency, wanted };
    const url = await findOffer(question, root, source.path);
    read.push(await readOffer(question, url, progress));
  }
  return read;
}

/** The CSV file of the Region in the current version. */
async function findOffer({ offer, region }: OfferQuestion, root: string, path: string): Promise<string> {
  const index = await downloadJson(`${root}${path}/${offer}/current/region_index.json`);
  const current = at(at(at(index, "regions"), region), "currentVersionUrl");
  // The path alone: an index decides about no other host.
  if (typeof current !== "string" || !/^(?:\/[\w.-]+)+\/index\.json$/.test(current)) {
    throw new AppError(
      "FACTS_NO_PRICES",
      `the price list ${offer} has no Region ${region}`,
      "check the Region's name; the facts stay as they are",
      { source: "aws" },
    );
  }
  return `${root}${current.replace(/json$/, "csv")}`;
}

function at(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

const megabyte = 1_000_000;

async function readOffer(
  question: OfferQuestion,
  url: string,
  progress: PriceListRequest["progress"],
): Promise<OfferPrices> {
  const reader = createOfferReader(question);
  const records = createRecordReader();
  let length = 0;
  for await (const piece of downloadText(url)) {
    length += piece.length;
    progress(`reading ${question.offer} of ${question.region}: ${Math.round(length / megabyte)} MB`);
    for (const record of readPiece(records, piece, question)) reader.take(record);
    if (reader.isDone()) return reader.finish();
  }
  const rest = records.rest();
  if (rest !== "") reader.take(rest);
  return reader.finish();
}

function readPiece(
  records: ReturnType<typeof createRecordReader>,
  piece: string,
  { offer, region }: OfferQuestion,
): readonly string[] {
  try {
    return records.read(piece);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new AppError(
      "FACTS_NO_PRICES",
      `the price list ${offer} of ${region} is no CSV: ${cause.message}`,
      "the facts stay as they are; give another --source",
      { source: "aws", cause },
    );
  }
}
