import { describe, expect, it } from "vitest";
import type { TrafficAnswer } from "../../../src/model/traffic-answer.ts";
import {
  answerOf,
  clientRecords,
  connections,
  fileName,
  formats,
  foundIn,
  given,
  nat,
  natRecords,
  scanRecords,
  toText,
  truthOf,
} from "./scene.ts";

const all = connections();
const truth = truthOf(all);
const atNat = [...all.flatMap(natRecords), ...scanRecords(30)];
const atClients = all.flatMap(clientRecords);

/** Every record is in one count. */
function expectAccounted({ records }: TrafficAnswer): void {
  const { read, ...counts } = records;
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(read);
}

describe("bytes are counted once, to the byte", () => {
  it("from a NAT's interface that logs the packet's own addresses", async () => {
    const answer = await answerOf((files) => files.write("nat.log", toText(atNat, formats.v5)), {
      nats: given,
    });
    expect(answer.method).toBe("nat-interface");
    expect(foundIn(answer)).toEqual(truth);
    expect(answer.records).toMatchObject({ read: atNat.length, counted: all.length * 2 });
    expectAccounted(answer);
  });

  it("from one of several NATs, beside interfaces whose ids are parts of theirs", async () => {
    const [first, second] = [nat.interface, "eni-0a1b2c3d4e5f60002"];
    const strangers = [first.slice(0, -4), `${first}0`, first.slice(4), first.slice(0, -1)];
    const others = strangers.flatMap((eni) => atNat.map((row) => ({ ...row, "interface-id": eni })));
    const answer = await answerOf(
      (files) => files.write("nat.log", toText([...atNat, ...others], formats.v5)),
      {
        nats: [{ interface: second, addresses: ["10.0.0.221"] }, ...given],
      },
    );
    expect(foundIn(answer)).toEqual(truth);
    expect(answer.nats.map(({ id }) => id)).toEqual([first]);
    expect(answer.records).toMatchObject({ read: 5 * atNat.length, counted: all.length * 2 });
    expectAccounted(answer);
  });

  it("from a NAT's interface in the default format, per client and per remote, without what nobody asked for", async () => {
    const answer = await answerOf((files) => files.write("nat.log.gz", toText(atNat, formats.v2)), {
      nats: given,
    });
    expect(answer.method).toBe("nat-interface-v2");
    expect(foundIn(answer)).toEqual(truth);
    expect(answer.flows.every(({ client }) => client === undefined)).toBe(true);
    expect(answer.records).toMatchObject({ counted: all.length * 4, other: 30 });
    expectAccounted(answer);
  });

  it("from the interfaces of clients that log the next hop", async () => {
    const answer = await answerOf((files) => files.write("vpc.log", toText(atClients, formats.v11)));
    expect(answer.method).toBe("instance-next-hop");
    expect(foundIn(answer)).toEqual(truth);
    expectAccounted(answer);
  });

  it("from the interfaces of clients that log the path", async () => {
    const unasked = clientRecords({ ...all[0]!, remote: "198.51.100.1", port: 9 }).slice(1);
    const answer = await answerOf((files) =>
      files.write("vpc.log", toText([...atClients, ...unasked], formats.v5)),
    );
    expect(answer.method).toBe("instance-traffic-path");
    expect(foundIn(answer)).toEqual(truth);
    expect(answer.unknowns.map(({ settledBy }) => settledBy)).toContain(
      "--topology INPUT with the route tables",
    );
    expectAccounted(answer);
  });

  it("from a whole VPC, without being told which interface is the NAT's", async () => {
    const answer = await answerOf((files) =>
      files.write("vpc.log", toText([...atClients, ...atNat], formats.v5)),
    );
    expect(answer.method).toBe("nat-interface");
    expect(foundIn(answer)).toEqual(truth);
    expectAccounted(answer);
  });

  it("from overlapping flow logs with other orders of fields, in plain and Hive-compatible keys", async () => {
    const turned = formats.v5.split(" ").toReversed().join(" ");
    const answer = await answerOf(
      (files) => {
        const [half, rest] = [atNat.slice(0, 100), atNat.slice(100)];
        const plain = "AWSLogs/123456789012/vpcflowlogs/eu-west-1/2026/11/02/";
        const hive =
          "AWSLogs/aws-account-id=123456789012/aws-service=vpcflowlogs/aws-region=eu-west-1/year=2026/month=11/day=02/hour=00/";
        files.write(
          plain + fileName("fl-0000000000000000a", "20261102T0005Z", "aaaa"),
          toText(half, formats.v5),
        );
        files.write(
          plain + fileName("fl-0000000000000000a", "20261102T0010Z", "bbbb"),
          toText(rest, formats.v5),
        );
        files.write(hive + fileName("fl-0000000000000000b", "20261102T0005Z", "cccc"), toText(atNat, turned));
      },
      { nats: given, region: undefined },
    );
    expect(foundIn(answer)).toEqual(truth);
    expect(answer.records).toMatchObject({ read: atNat.length * 2, duplicate: all.length * 2 });
    expectAccounted(answer);
  });
});
