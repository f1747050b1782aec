/**
 * An account of the lab: the EC2 API over a state of its own, and the network that this state is. What a request changes is
 * in the network, and in the fabric, before the request is answered.
 */
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import type { RequestListener } from "node:http";
import type { Facts } from "../../facts/index.ts";
import type { CredentialStore } from "../../lab/credential.ts";
import { createEc2 } from "../../lab/ec2/index.ts";
import type { Ec2 } from "../../lab/ec2/index.ts";
import { serveEc2 } from "../../lab/ec2/serve.ts";
import type { SignedRequest } from "../../lab/ec2/serve.ts";
import type { Handler, Services } from "../../lab/services/index.ts";
import { refuse, verifySignature } from "../../lab/sigv4/index.ts";
import { emptyNetwork } from "../../model/network.ts";
import type { Network } from "../../model/network.ts";
import { readNetwork } from "../../readers/index.ts";

type Verify = Parameters<typeof serveEc2>[0]["verify"];

export interface AccountOptions {
  readonly facts: Facts;
  readonly account: string;
  readonly credentials: CredentialStore;
  readonly allowReset: boolean;
  /** Roles and instance profiles belong to the network too. */
  readonly iam: Services["iam"];
  /** Makes the fabric of a network; the next version is given when it is done. Undefined where there are no packets. */
  readonly apply: ((network: Network) => Promise<void>) | undefined;
  /** Keeps the state, if it is to be kept. */
  readonly keep: ((state: string) => Promise<void>) | undefined;
  readonly state: string | undefined;
}

export interface LabAccount {
  /** For clients outside the lab. */
  readonly listener: RequestListener;
  /** For those inside, who come by an endpoint or the internet. */
  readonly handler: Handler;
  /** Makes the network of the state that it has: once at its beginning, and when what is beside EC2 changed. */
  readonly refresh: () => Promise<void>;
  readonly tagsOf: Ec2["tagsOf"];
}

export function createLabAccount(options: AccountOptions): LabAccount {
  const { facts, account, credentials } = options;
  const used = new Set<string>();
  const queue = createQueue(async () => {
    await options.keep?.(ec2.toState());
    const { apply } = options;
    if (apply !== undefined)
      await apply(
        await networkOf(ec2, { facts, account, regions: [...used], beside: options.iam.answers() }),
      );
  });
  const ec2 = createEc2({
    account,
    regions: openRegions(facts),
    facts,
    now: Date.now,
    findProfile: options.iam.findProfile,
    random: (bytes) => randomBytes(bytes),
    onChange: queue.ask,
  });
  if (options.state !== undefined) ec2.fromState(options.state);
  // An answer tells of what is so: the packets of the next moment find it.
  const inStep: Ec2 = {
    ...ec2,
    handle: async (request) => {
      used.add(request.region);
      const answer = await ec2.handle(request);
      await queue.done();
      return answer;
    },
  };
  const verify: Verify = ({ method, url, headers, body }) => {
    const bodyHash = createHash("sha256").update(body).digest("hex");
    const terms = { nowMs: Date.now(), family: "ec2", services: ["ec2"] } as const;
    const verified = verifySignature({ method, url, headers, bodyHash }, credentials, terms);
    return verified.kind === "anonymous" ? refuse("ec2", "unsigned") : verified;
  };
  return {
    listener: serveEc2({ ec2: inStep, allowReset: options.allowReset, verify }),
    handler: (request, response, _, mayCall) => {
      // Here the policies of the endpoint and of the caller are asked as well.
      const permitted: Verify = async (signed) => {
        const verified = await verify(signed);
        if (verified.kind === "refused") return verified;
        const denial = mayCall(verified.credential, `ec2:${actionOf(signed)}`, ["*"]);
        if (denial === undefined) return verified;
        return { kind: "refused", status: 403, code: "UnauthorizedOperation", message: denial.message };
      };
      const answered = once(response, "close");
      serveEc2({ ec2: inStep, verify: permitted })(request, response);
      return answered.then(() => undefined);
    },
    tagsOf: ec2.tagsOf,
    refresh: async () => {
      queue.ask();
      await queue.done();
    },
  };
}

function actionOf({ url, body }: SignedRequest): string {
  const inUrl = new URLSearchParams(url.split("?")[1] ?? "").get("Action");
  return inUrl ?? new URLSearchParams(body.toString("utf8")).get("Action") ?? "*";
}

const openRegions = (facts: Facts): readonly string[] =>
  facts.regions.filter(({ partition }) => partition.name === "aws").map(({ name }) => name);

interface Queue {
  readonly ask: () => void;
  readonly done: () => Promise<void>;
}

/** Work that is done once more when it was asked for meanwhile, and never twice at a time. */
function createQueue(work: () => Promise<void>): Queue {
  let isAsked = false;
  let running: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    while (isAsked) {
      isAsked = false;
      await work();
    }
  };
  return {
    ask: () => {
      isAsked = true;
      running ??= run().finally(() => {
        running = undefined;
      });
    },
    done: async () => running,
  };
}

interface Where {
  readonly facts: Facts;
  readonly account: string;
  readonly regions: readonly string[];
  readonly beside: ReadonlyMap<string, unknown>;
}

/** As `denat snapshot` would read it, through the same reader. A default VPC in which nothing stands is left out. */
async function networkOf(ec2: Ec2, { facts, account, regions, beside }: Where): Promise<Network> {
  const files = regions.flatMap((region) =>
    [...ec2.answers(region), ...beside].map(([call, answer]) => ({
      path: `${account}/${region}/${call}.json`,
      text: JSON.stringify(answer),
    })),
  );
  if (files.length === 0) return emptyNetwork;
  const options = { region: undefined, parameters: new Map<string, string>(), findBeside: () => undefined };
  const { network } = await readNetwork(files, options, facts);
  const inhabited = new Set([...network.networkInterfaces.values()].map(({ vpc }) => vpc));
  const vpcs = [...network.vpcs].filter(([id, { isDefault }]) => !isDefault || inhabited.has(id));
  return { ...network, vpcs: new Map(vpcs) };
}
