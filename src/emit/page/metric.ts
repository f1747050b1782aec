/**
 * Which figures of CloudWatch to read in a phase.
 * https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html and
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-cloudwatch-metrics.html (read 2026-11-29)
 */
import type { Network } from "../../model/network.ts";
import { findNatsOf } from "./nat.ts";
import type { WrittenPhase } from "../written.ts";
import { block, word } from "./markup.ts";

const natMetrics = [
  "- `AWS/NATGateway` `BytesOutToDestination` and `BytesInFromDestination`: what still crosses the NAT. They fall as endpoints take over.",
  "- `AWS/NATGateway` `ActiveConnectionCount`: connections that are still open through it.",
];

const endpointMetrics = [
  "- `AWS/PrivateLinkEndpoints` `BytesProcessed`: rises once clients use the endpoint.",
  "- `AWS/PrivateLinkEndpoints` `RstPacketsReceived` and `PacketsDropped`: above zero, a client is refused.",
];

export function metricsOf({ phase }: WrittenPhase, network: Network): readonly string[] {
  switch (phase.number) {
    case 1:
      return natMetrics;
    case 2:
      return endpointMetrics;
    case 3:
      return [...endpointMetrics, ...natMetrics];
    case 4:
      return [...natMetrics, "", ...watchCommand(network), "", ...whatRemains];
    case 5:
      return [
        "- `AWS/NATGateway` `BytesOutToDestination` is 0 within minutes. If it is not, another route table leads there.",
        "- Errors and time-outs of the workloads: read the symptom beside each test.",
      ];
    case 6:
      return [
        "- `AWS/NATGateway` has no new data points, and the bill no NAT-GatewayHours from the next hour on.",
      ];
  }
}

const whatRemains = [
  "Leave it so for a whole cycle of your jobs: a night, a week, the end of a month. What remains is told by flow logs of the NAT's interface: `denat traffic LOGS --topology INPUT` names services and clients.",
];

function watchCommand(network: Network): readonly string[] {
  const nats = findNatsOf(network);
  return block(
    "sh",
    nats
      .map(({ id, region }) =>
        [
          `aws cloudwatch get-metric-statistics --region ${word(region)} --namespace AWS/NATGateway`,
          `--metric-name BytesOutToDestination --dimensions ${word(`Name=NatGatewayId,Value=${id}`)}`,
          `--start-time "$(date -u -d '-1 day' +%FT%TZ)" --end-time "$(date -u +%FT%TZ)" --period 3600 --statistics Sum`,
        ].join(" "),
      )
      .join("\n"),
  );
}
