/** Measured gigabytes of a Region, as a plan's bill asks for them: by the NATs of today, and by endpoints afterwards. */
import type { Fleet } from "../fleet.ts";
import type { Survey } from "../survey.ts";
import { streamsOf } from "./stream.ts";
import { trafficOf } from "./trial/bill.ts";

export interface RegionGb {
  readonly nat: number;
  readonly interface: number;
}

export function measuredBy(survey: Survey, after: Fleet): (region: string) => RegionGb {
  const streams = streamsOf(survey);
  return (region) => ({
    nat: streams.filter((stream) => stream.region === region).reduce((sum, { gb }) => sum + gb, 0),
    interface: trafficOf(region, { after, streams, factor: 1, hub: undefined }).interface,
  });
}
