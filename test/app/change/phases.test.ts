// The gate that holds what was written against the plan, with faults planted in what is written.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { conceive } from "../../../src/advice/index.ts";
import { templateTool } from "../../../src/app/change/templates.ts";
import { writePhases } from "../../../src/app/change/phases.ts";
import { migrationOf } from "../../../src/emit/index.ts";
import type { PhaseText } from "../../../src/emit/index.ts";
import { readNetwork } from "../../../src/readers/index.ts";
import { facts } from "../../facts/facts.ts";
import { textOf } from "./changed.ts";

const habits = textOf(join(import.meta.dirname, "../../.."), "test/fixtures/change/habits.yaml");

/** The phases, where each edit's text is changed before it is taken up. */
async function phasesWith(fault: (text: string) => string, harm?: Harm, template = habits) {
  const files = [{ path: "t.yaml", text: template }];
  const options = {
    region: "ap-northeast-1",
    parameters: new Map<string, string>(),
    findBeside: () => undefined,
  };
  const reading = await readNetwork(files, options, facts);
  const asked = { needs: [], gbMonth: undefined, hoursPerMonth: 730, strict: false, traffic: undefined };
  const { plan, design, nats, prover } = conceive(reading.network, facts, asked);
  const tool = templateTool({ reading, files, options }, facts, (id) => facts.realPrefixListId(id.slice(3)));
  const write: typeof tool.write = async (phase, texts) => {
    const text: PhaseText = await tool.write(phase, texts);
    return { ...text, edits: text.edits.map((edit) => ({ ...edit, text: fault(edit.text) })) };
  };
  // What a phase does to the texts that no edit of it says.
  const read: typeof tool.read = (texts) =>
    tool.read(
      new Map(
        [...texts].map(([file, text]) =>
          harm === undefined || !text.includes(harm.once) ? [file, text] : [file, harm.does(text)],
        ),
      ),
    );
  const phases = await writePhases(
    migrationOf(reading.network, { plan, design, nats }),
    { ...tool, write, read },
    prover,
  );
  return phases.map(({ phase, status, why }) => [phase.number, status, ...why].join(" "));
}

interface Harm {
  /** What the text holds from the phase on that does the harm. */
  readonly once: string;
  readonly does: (text: string) => string;
}

const later = "withheld it builds on phase";

describe("a phase", () => {
  it("is written when what it says is what the plan promised", async () => {
    expect(await phasesWith((text) => text)).toEqual([1, 2, 3, 4, 5, 6].map((number) => `${number} written`));
  });

  it("is withheld when its endpoint is on the wrong route table, and all that builds on it", async () => {
    const phases = await phasesWith((text) => text.replace("- !Ref TableA", "- !Ref PublicTable"));
    expect(phases[0]).toBe(
      "1 withheld s3 from Fn would be reachable by nat-gateway, not reachable by gateway-endpoint",
    );
    expect(phases[4]).toBe(`5 ${later} 1, which is withheld`);
  });

  it("is withheld when its group admits nobody who dials it", async () => {
    const phases = await phasesWith((text) =>
      text.replace("FromPort: 443\n          ToPort: 443", "FromPort: 80\n          ToPort: 80"),
    );
    expect(phases[1]).toBe("2 written");
    expect(phases[2]).toMatch(/^3 withheld sqs from Fn would be blocked/);
    expect(phases[5]).toBe(`6 ${later} 3, which is withheld`);
  });

  it("is withheld when private DNS stays off", async () => {
    const phases = await phasesWith((text) => (text === "true" ? "false" : text));
    expect(phases.find((one) => one.startsWith("3"))).toMatch(/^3 withheld/);
  });

  it("is withheld when it cannot be read back", async () => {
    const phases = await phasesWith((text) => text.replace("!Ref TableA", "!Ref Nowhere"));
    expect(phases[0]).toMatch(/^1 withheld it cannot be read back: /);
  });

  it("is withheld when it takes away what no workload needs, and names that", async () => {
    const harm: Harm = {
      once: "AWS::EC2::VPCEndpoint",
      does: (text) =>
        text.replace(
          "DestinationCidrBlock: 0.0.0.0/0, GatewayId",
          "DestinationCidrBlock: 9.0.0.0/8, GatewayId",
        ),
    };
    const open = habits.replace("10.0.9.0/24\n", "10.0.9.0/24\n      MapPublicIpOnLaunch: true\n");
    const phases = await phasesWith((text) => text, harm, open);
    expect(phases[0]).toMatch(
      /^1 withheld .* from Public would be blocked, not reachable by internet-gateway: no route of PublicTable leads to /,
    );
    expect(phases[5]).toBe(`6 ${later} 1, which is withheld`);
  });

  it("is withheld when somebody is there no more", async () => {
    const more = habits.replace(
      "Outputs:\n",
      `  Web:
    Type: AWS::EC2::Instance
    Properties: { ImageId: ami-1, SubnetId: !Ref Public }
Outputs:\n`,
    );
    const harm: Harm = {
      once: "AWS::EC2::VPCEndpoint",
      does: (text) => text.replace(/ {2}Web:\n(?: {4}.*\n)+/, ""),
    };
    expect((await phasesWith((text) => text, harm, more))[0]).toBe("1 withheld Web would be there no more");
  });

  it("that takes routes away is withheld when the NAT led to more than the internet", async () => {
    const onward = habits
      .replace(
        "  # the address of the NAT\n",
        `  Gateway: { Type: AWS::EC2::VPNGateway, Properties: { Type: ipsec.1 } }
  GatewayHere:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: { VpcId: !Ref VPC, VpnGatewayId: !Ref Gateway }
  OnPremises:
    Type: AWS::EC2::Route
    DependsOn: GatewayHere
    Properties: { RouteTableId: !Ref PublicTable, DestinationCidrBlock: 172.16.0.0/12, GatewayId: !Ref Gateway }
`,
      )
      .replace("CidrIp: 10.0.0.0/16 }", "CidrIp: 0.0.0.0/0 }");
    const phases = await phasesWith((text) => text, undefined, onward);
    expect(phases.slice(0, 4)).toEqual(["1 written", "2 written", "3 written", "4 written"]);
    expect(phases[4]).toMatch(
      /^5 withheld tcp 443 to 172\.16\.0\.0\/12 from Fn would be blocked, not .* by nat-gateway/,
    );
  });
});
