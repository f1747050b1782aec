/**
 * An account of the lab: the EC2 API over a state of its own, and the network that this state is. What a request changes is
 * in the network, and in the fabric, before the request is answered. It begins as AWS gives one, or with an input's network.
 */
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import type { RequestListener } from "node:http";
import type { Facts } from "../../facts/index.ts";
import type { CredentialStore } from "../../lab/credential.ts";
import { createEc2 } from "../../lab/ec2/index.ts";
import type { Ec2, Ec2Options, Names } from "../../lab/ec2/index.ts";
import { serveEc2 } from "../../lab/ec2/serve.ts";
import type { SignedRequest } from "../../lab/ec2/serve.ts";
import type { Handler, Services } from "../../lab/services/index.ts";
import { refuse, verifySignature } from "../../lab/sigv4/index.ts";
import type { NotBuilt } from "../../lab/fabric/plan.ts";
import type { Network } from "../../model/network.ts";
import { adoptAccount } from "./adopted/index.ts";
import { describedBy, inhabited } from "./described.ts";

type Verify = Parameters<typeof serveEc2>[0]["verify"];

export interface AccountOptions {
  readonly facts: Facts;
  readonly account: string;
  readonly credentials: CredentialStore;
  readonly allowReset: boolean;
  /** Roles and instance profiles belong to the network too. */
  readonly iam: Services["iam"];
  /** What it begins with, as it is deployed; undefined for an account as AWS gives it. */
  readonly deployed?: Network | undefined;
  /**
   * Makes the fabric of a network, and says what of it is not built; the next version is given when it is done. Undefined
   * where there are no packets.
   */
  readonly apply: ((network: Network) => Promise<readonly NotBuilt[]>) | undefined;
  /** Told of each instance that is rebooted, where there are any that run. */
  readonly onReboot?: Ec2Options["onReboot"];
  /** Keeps the state, if it is to be kept. */
  readonly keep: ((state: string) => Promise<void>) | undefined;
  readonly state: string | undefined;
}

export interface LabAccount {
  /** For clients outside the lab. */
  readonly listener: RequestListener;
  /** For those inside, who come by an endpoint or the internet. */
  readonly handler: Handler;
  /** What the user calls things, by their ids. */
  readonly names: Names;
  /** Makes the network of the state that it has: once at its beginning, and when what is beside EC2 changed. */
  readonly refresh: () => Promise<Begun>;
  readonly tagsOf: Ec2["tagsOf"];
}

export interface Begun {
  readonly notBuilt: readonly NotBuilt[];
  /** Where the API says something else than the input. */
  readonly unlike: readonly NotBuilt[];
}

/** Throws an AppError for a state that is none of this account's. */
export async function createLabAccount(options: AccountOptions): Promise<LabAccount> {
  const { facts, account, deployed, apply } = options;
  const where = { facts, account };
  const describe = (beginning: string) =>
    describedBy(openEc2(options, { beginning }), { ...where, beside: options.iam.answers() });
  const adopted = deployed && (await adoptAccount(deployed, { ...where, describe }));
  let notBuilt: readonly NotBuilt[] = [];
  const queue = createQueue(async () => {
    await options.keep?.(ec2.toState());
    if (apply === undefined) return;
    const now = await describedBy(ec2, { ...where, beside: options.iam.answers() });
    notBuilt = await apply(inhabited(adopted?.networkOf(now) ?? now, adopted?.network));
  });
  const ec2 = openEc2(options, { beginning: adopted?.beginning, onChange: queue.ask }, adopted?.regions);
  if (options.state !== undefined) ec2.fromState(options.state);
  return {
    ...servedBy(inStep(ec2, queue), options),
    names: adopted?.names ?? new Map(),
    tagsOf: ec2.tagsOf,
    refresh: async () => {
      queue.ask();
      await queue.done();
      return { notBuilt, unlike: adopted?.unlike ?? [] };
    },
  };
}

function openEc2(
  { facts, account, iam, onReboot }: AccountOptions,
  own: Partial<Pick<Ec2Options, "beginning" | "onChange">>,
  regions: readonly string[] = [],
): Ec2 {
  return createEc2({
    account,
    regions: [...new Set([...openRegions(facts), ...regions])],
    facts,
    now: Date.now,
    findProfile: iam.findProfile,
    ...(onReboot === undefined ? {} : { onReboot }),
    random: (bytes) => randomBytes(bytes),
    onChange: () => undefined,
    ...own,
  });
}

/** An answer tells of what is so: the packets of the next moment find it. */
const inStep = (ec2: Ec2, queue: Queue): Ec2 => ({
  ...ec2,
  handle: async (request) => {
    const answer = await ec2.handle(request);
    await queue.done();
    return answer;
  },
  reset: async () => {
    await ec2.reset();
    await queue.done();
  },
});

function servedBy(
  ec2: Ec2,
  { credentials, allowReset }: AccountOptions,
): Pick<LabAccount, "listener" | "handler"> {
  const verify: Verify = ({ method, url, headers, body }) => {
    const bodyHash = createHash("sha256").update(body).digest("hex");
    const terms = { nowMs: Date.now(), family: "ec2", services: ["ec2"] } as const;
    const verified = verifySignature({ method, url, headers, bodyHash }, credentials, terms);
    return verified.kind === "anonymous" ? refuse("ec2", "unsigned") : verified;
  };
  return {
    listener: serveEc2({ ec2, allowReset, verify }),
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
      serveEc2({ ec2, verify: permitted })(request, response);
      return answered.then(() => undefined);
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
