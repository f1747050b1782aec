/** The words of the cost curve in English. */
import { numberIn } from "../number.ts";

const number = numberIn("en");

const gigabytes = (gb: number) => `${number(gb)} GB a month`;
const zones = (count: number) => (count === 1 ? "1 zone" : `${number(count)} zones`);
const month = (hours: number) =>
  `; a month of ${number(hours)} hours at list prices. The same volume goes through either side, divided as in the plan.`;

export const cost = {
  zones,
  gigabytes,
  nat: "NAT",
  endpoints: "Endpoints",
  unpriced: "The curve cannot be drawn: a price is not known, or how the volume divides between Regions.",
  volume: "GB a month",
  volumeField: "GB a month, as a number",
  zoneCount: "Zones",
  zoneField: "Zones, as a number",
  asPlanned: "As planned: NATs and endpoints stand in different numbers of zones",
  month: "a month",
  saving: "Endpoints save",
  excess: "Endpoints cost more by",
  curve: "Cost a month by volume",
  costAxis: (currency: string) => `${currency} a month`,
  crossing: {
    endpointsAbove: (gb: number) =>
      `Break-even at ${gigabytes(gb)}: below it the NAT costs less, above it the endpoints.`,
    endpointsBelow: (gb: number) =>
      `Break-even at ${gigabytes(gb)}: below it the endpoints cost less, above it the NAT.`,
    endpointsAlways: "No break-even: the endpoints cost no more at any volume.",
    natAlways: "No break-even: the NAT costs no more at any volume.",
  },
  breakEven: "Break-even",
  table: "The curve as a table",
  assumption: (count: number | undefined, hours: number) =>
    count === undefined
      ? `The NATs as they stand against the endpoints as they are proposed${month(hours)}`
      : `With ${zones(count)}: a NAT in each, and in each an interface of every endpoint${month(hours)}`,
};

export type CostWords = typeof cost;
