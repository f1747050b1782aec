/** `lab:NAME` as an input: the network that a lab of this machine is now, and what its Systems Manager knows. */
import { deserialize } from "node:v8";
import { SSM } from "@aws-sdk/client-ssm";
import { hostManagementSetting, preferencesDocument } from "../../model/entity/systems-manager.ts";
import type { ManagedInstance, SessionDocument, ServiceSetting } from "../../model/entity/systems-manager.ts";
import { known } from "../../model/known.ts";
import type { Network, Scope } from "../../model/network.ts";
import { parseSessionInputs } from "../../readers/index.ts";
import { quietenSdk } from "../aws/client/clients.ts";
import { askLab } from "./control.ts";
import { mustFindCard } from "./directory.ts";
import type { LabCard } from "./directory.ts";

/** Throws an AppError where no such lab runs. */
export async function readLabNetwork(name: string): Promise<Network> {
  const card = mustFindCard(name);
  const told = await askLab(name, { kind: "network" });
  const network = deserialize(Buffer.from(told.network, "base64")) as Network;
  const managed = await Promise.all([...network.scopes.values()].map((scope) => readManaged(card, scope)));
  return {
    ...network,
    managedInstances: byId(managed.flatMap(({ instances }) => instances)),
    sessionDocuments: byId(managed.flatMap(({ documents }) => documents)),
    serviceSettings: byId(managed.flatMap(({ settings }) => settings)),
  };
}

const byId = <Row extends { readonly id: string }>(rows: readonly Row[]): ReadonlyMap<string, Row> =>
  new Map(rows.map((row) => [row.id, row]));

interface Managed {
  readonly instances: readonly ManagedInstance[];
  readonly documents: readonly SessionDocument[];
  readonly settings: readonly ServiceSetting[];
}

/** A user may have changed it by the API since the lab began. */
async function readManaged(card: LabCard, { id: scope, region }: Scope): Promise<Managed> {
  const { endpoint, accessKeyId, secretAccessKey } = card;
  quietenSdk();
  const ssm = new SSM({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
  });
  const from = (call: string) => ({ aliases: [], scope, origin: { file: `lab:${card.name}`, call } });
  try {
    const [{ InstanceInformationList = [] }, { Content = "" }, { ServiceSetting }] = await Promise.all([
      ssm.describeInstanceInformation({}),
      ssm.getDocument({ Name: preferencesDocument }).catch(orNone),
      ssm.getServiceSetting({ SettingId: hostManagementSetting }),
    ]);
    return {
      instances: InstanceInformationList.map(({ InstanceId = "", PingStatus = "", AgentVersion = "" }) => ({
        ...from("ssm describe-instance-information"),
        id: InstanceId,
        pingStatus: known(PingStatus),
        agentVersion: known(AgentVersion),
      })),
      documents: [
        {
          ...from("ssm get-document"),
          id: `${scope} ${preferencesDocument}`,
          documentName: preferencesDocument,
          inputs: parseSessionInputs(preferencesDocument, Content),
        },
      ],
      settings: [
        {
          ...from("ssm get-service-setting"),
          id: `${scope} ${hostManagementSetting}`,
          settingId: hostManagementSetting,
          value: known(ServiceSetting?.SettingValue ?? ""),
        },
      ],
    };
  } finally {
    ssm.destroy();
  }
}

/** An account without preferences has no such document, and sessions that are as if it were empty. */
function orNone(error: Error): { readonly Content: string } {
  if (error.name === "InvalidDocument") return { Content: "{}" };
  throw error;
}
