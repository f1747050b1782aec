/** An account in memory: what each operation answers, by page or by question. Counts what it was asked. */
import type { Call, Fields, Reply } from "../../../src/readers/aws/index.ts";

type Answer = object | Reply | ((input: Fields) => object | Reply);

export interface Account {
  readonly call: Call;
  readonly asked: readonly { readonly operation: string; readonly input: Fields }[];
}

export function refusal(because: Extract<Reply, { kind: "refused" }>["because"], message = "no"): Reply {
  return { kind: "refused", because, message };
}

/** There is no empty answer to this one: an account that has changed nothing. */
const GetServiceSetting = {
  ServiceSetting: {
    SettingId: "/ssm/managed-instance/default-ec2-instance-management-role",
    SettingValue: "$None",
  },
};

/** Operations that are not named answer with nothing in them. */
export function createAccount(answers: Readonly<Record<string, Answer>>): Account {
  const asked: { operation: string; input: Fields }[] = [];
  return {
    asked,
    call: async (_, operation, input) => {
      asked.push({ operation, input });
      const answer = { GetServiceSetting, ...answers }[operation] ?? {};
      const given = typeof answer === "function" ? (answer as (input: Fields) => object)(input) : answer;
      if ("kind" in given) return given as Reply;
      return { kind: "answered", output: { ...given, $metadata: { httpStatusCode: 200, requestId: "r" } } };
    },
  };
}
