/** Part (f) of the bench as it is printed. */
import { measureApi } from "./api-run.ts";
import { atLeast, number, table } from "./measure.ts";

const ofPeer = { least: 10, unit: "times" } as const;

export async function reportApi(): Promise<void> {
  console.log("\n(f) DescribeVpcs of the lab's EC2 API, eight connections");
  const run = await measureApi();
  if (run === undefined) {
    console.log("not measured: dist/ is missing, run npm run build first");
    return;
  }
  const { denat, moto } = run;
  const peer =
    moto === undefined
      ? ["moto_server, a second", "", "not measured: moto_server is not installed"]
      : ["moto_server, a second", number(moto), ""];
  const ratio =
    moto === undefined
      ? []
      : [["of moto_server's, times", number(denat / moto, 1), atLeast(denat / moto, ofPeer)]];
  console.log(table([["denat lab serve, a second", number(denat), ""], peer, ...ratio]));
}
