/**
 * An EC2 API: requests of AWS's Query protocol, already authenticated, against the state of one account.
 *
 * Decides what each action answers and changes, in EC2's own shapes, ids and errors. It leaves signatures and sockets to
 * serve.ts, files to whoever keeps `toState`, and what the network does with packets to the fabric, which reads `answers`.
 */
import { createAccount } from "./account.ts";
import { describeAnswers } from "./answers.ts";
import type { Ec2, Ec2Answer, Ec2Options, Ec2Request } from "./ec2.ts";
import { Ec2Error } from "./error.ts";
import { perform } from "./perform.ts";
import { parseParameters } from "./protocol/parameters.ts";
import { writeAnswer, writeError } from "./protocol/write-xml.ts";
import { createStore } from "./store/region-store.ts";
import { parseState, toStateText } from "./store/state.ts";

export { adoptNetwork } from "./adopt/index.ts";
export type { Names } from "./adopt/index.ts";
export { openStateDirectory } from "./store/state-directory.ts";
export { serveEc2 } from "./serve.ts";
export type { Ec2, Ec2Options } from "./ec2.ts";

export function createEc2(options: Ec2Options): Ec2 {
  const { account: owner, beginning } = options;
  const atBeginning = () =>
    beginning === undefined ? createStore() : parseState(beginning, { account: owner });
  let store = atBeginning();
  let account = createAccount(options, store);
  const become = (next: typeof store) => {
    store = next;
    account = createAccount(options, store);
  };
  const handle = (request: Ec2Request): Ec2Answer => {
    const requestId = account.newRequestId();
    try {
      const parameters = parseParameters(textsOf(request));
      const context = account.contextIn(request.region);
      if (context === undefined)
        throw new Ec2Error(
          "AuthFailure",
          `The Region ${request.region} is not enabled for this account`,
          401,
        );
      const { operation, output, changed } = perform(parameters, context, store.journal);
      if (changed) options.onChange();
      return toAnswer(200, requestId, writeAnswer(operation.name, operation.output(), { output, requestId }));
    } catch (error) {
      return refusal(error, requestId);
    }
  };
  return {
    handle: async (request) => handle(request),
    refuse: ({ status, code, message }) =>
      refusal(new Ec2Error(code, message, status), account.newRequestId()),
    answers: (region) => {
      const context = account.contextIn(region);
      store.journal.commit();
      return context === undefined ? new Map() : describeAnswers(context);
    },
    tagsOf: (region, instance) => {
      const tags = account.contextIn(region)?.tables.instances.get(instance)?.Tags ?? [];
      return new Map(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
    },
    regions: () => store.regions().map(({ region }) => region),
    toState: () => toStateText({ account: owner, beginning }, store),
    fromState: (text) => become(parseState(text, { account: owner, beginning })),
    reset: () => {
      become(atBeginning());
      options.onChange();
    },
  };
}

function textsOf({ url, body }: Ec2Request): readonly string[] {
  const at = url.indexOf("?");
  return [
    at < 0 ? "" : url.slice(at + 1),
    typeof body === "string" ? body : Buffer.from(body).toString("utf8"),
  ];
}

/** What is not one of EC2's own refusals is a defect of the lab, and is answered as AWS answers its own. */
function refusal(error: unknown, requestId: string): Ec2Answer {
  const { code, message, status } =
    error instanceof Ec2Error
      ? error
      : new Ec2Error("InternalError", `An internal error has occurred: ${String(error)}`, 500);
  return toAnswer(status, requestId, writeError(code, message, requestId));
}

function toAnswer(status: number, requestId: string, body: string): Ec2Answer {
  return {
    status,
    headers: { "content-type": "text/xml;charset=UTF-8", "x-amzn-requestid": requestId },
    body,
  };
}
