/** Every operation of Systems Manager that the lab answers. */
import type { Asked, Operation, Operations } from "../json/operation.ts";
import { cancelCommand } from "./command/cancel.ts";
import { getCommandInvocation, listCommandInvocations, listCommands } from "./command/list.ts";
import { sendCommand } from "./command/send.ts";
import type { Plane } from "./context.ts";
import { describeDocument, getDocument, listDocuments } from "./document/describe.ts";
import {
  createDocument,
  deleteDocument,
  updateDocument,
  updateDocumentDefaultVersion,
} from "./document/manage.ts";
import { createActivation, deleteActivation, describeActivations } from "./node/activation.ts";
import { describeInstanceInformation, getConnectionStatus } from "./node/describe.ts";
import { listAssociations, listInstanceAssociations, updateInstanceInformation } from "./node/ping.ts";
import { getParameter, getParameters, getParametersByPath } from "./parameter/get.ts";
import { deleteParameter, deleteParameters, putParameter } from "./parameter/put.ts";
import { describeSessions } from "./session/describe.ts";
import { resumeSession, terminateSession } from "./session/end.ts";
import { startSession } from "./session/start.ts";
import { getServiceSetting, resetServiceSetting, updateServiceSetting } from "./setting/setting.ts";

type Bare = (plane: Plane, input: never, asked: Asked) => object;

const bare: Readonly<Record<string, Bare>> = {
  UpdateInstanceInformation: updateInstanceInformation,
  DescribeInstanceInformation: describeInstanceInformation,
  GetConnectionStatus: getConnectionStatus,
  ListInstanceAssociations: listInstanceAssociations,
  ListAssociations: listAssociations,
  CreateActivation: createActivation,
  DescribeActivations: describeActivations,
  DeleteActivation: deleteActivation,
  StartSession: startSession,
  ResumeSession: resumeSession,
  TerminateSession: terminateSession,
  DescribeSessions: describeSessions,
  SendCommand: sendCommand,
  GetCommandInvocation: getCommandInvocation,
  ListCommandInvocations: listCommandInvocations,
  ListCommands: listCommands,
  CancelCommand: cancelCommand,
  GetDocument: getDocument,
  DescribeDocument: describeDocument,
  ListDocuments: listDocuments,
  CreateDocument: createDocument,
  UpdateDocument: updateDocument,
  UpdateDocumentDefaultVersion: updateDocumentDefaultVersion,
  DeleteDocument: deleteDocument,
  GetServiceSetting: getServiceSetting,
  UpdateServiceSetting: updateServiceSetting,
  ResetServiceSetting: resetServiceSetting,
  PutParameter: putParameter,
  GetParameter: getParameter,
  GetParameters: getParameters,
  GetParametersByPath: getParametersByPath,
  DeleteParameter: deleteParameter,
  DeleteParameters: deleteParameters,
};

export const operationsOf = (plane: Plane): Operations =>
  Object.fromEntries(
    Object.entries(bare).map(([name, run]): [string, Operation] => [
      name,
      (input, asked) => run(plane, input, asked),
    ]),
  );
