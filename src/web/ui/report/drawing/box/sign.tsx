/** A sign for each kind of box: plain shapes of our own, on a field of 16 by 16. */
import type { BoxKind } from "../../../../../report/html/report/page-data.ts";

const paths: Readonly<Record<BoxKind, string>> = {
  // A frame within a frame.
  vpc: "M2 2h12v12h-12z M5 5h6v6h-6z",
  zone: "M2 3h12v10h-12z M8 3v10",
  subnet: "M2 3h12v10h-12z M2 7h12",
  // A machine with two lights.
  workloads: "M2.5 2.5h11v4.5h-11z M2.5 9h11v4.5h-11z M5 4.75h.01 M5 11.25h.01",
  // There and back, across a line.
  "nat-gateway": "M2 5.5h11 M10 2.5l3 3l-3 3 M14 10.5h-11 M6 7.5l-3 3l3 3",
  "nat-instance": "M2 2h12v12h-12z M5 8h6 M8.5 5.5l2.5 2.5l-2.5 2.5",
  // A gate with a way up through it.
  "internet-gateway": "M2.5 14v-6a5.5 5.5 0 0 1 11 0v6 M8 14v-7 M5.5 9l2.5-2.5l2.5 2.5",
  "egress-only-internet-gateway": "M2.5 14v-4 M13.5 14v-4 M2.5 14h11 M8 11v-9 M5 5l3-3l3 3",
  // A plug and its socket.
  "interface-endpoint": "M1.5 8h4 M5.5 4.5h2.5a3.5 3.5 0 0 1 0 7h-2.5z M11.5 6.5h3 M11.5 9.5h3",
  // A fork in the route.
  "gateway-endpoint": "M2 12h4l4-7h4 M11.5 2.5l2.5 2.5l-2.5 2.5 M8 12h6",
  endpoint: "M8 4.5a3.5 3.5 0 1 0 .01 0z M1.5 8h3 M11.5 8h3",
  "transit-gateway": "M8 5.5a2.5 2.5 0 1 0 .01 0z M8 1.5v4 M8 10.5v4 M1.5 8h4 M10.5 8h4",
  "vpn-gateway": "M3.5 7h9v7h-9z M5.5 7v-2a2.5 2.5 0 0 1 5 0v2",
  peering: "M5.5 4.5a3.5 3.5 0 1 0 .01 0z M10.5 4.5a3.5 3.5 0 1 0 .01 0z",
  internet: "M8 1.5a6.5 6.5 0 1 0 .01 0z M1.5 8h13 M8 1.5c-4 3.5-4 9.5 0 13 M8 1.5c4 3.5 4 9.5 0 13",
  aws: "M4.5 13h7a3 3 0 0 0 .6-5.9a4.2 4.2 0 0 0-8-.6a3.3 3.3 0 0 0 .4 6.5z",
};

export function Sign({ kind, x, y }: { readonly kind: BoxKind; readonly x: number; readonly y: number }) {
  return <path class="sign" d={paths[kind]} transform={`translate(${x} ${y})`} />;
}
