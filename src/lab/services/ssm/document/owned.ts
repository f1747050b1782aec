/**
 * Documents that AWS owns and every account has: schema, parameters and patterns as `aws ssm get-document` gives them, the
 * descriptions in words of our own.
 */
import type { DocumentType } from "@aws-sdk/client-ssm";
import type { Content } from "./content.ts";
import type { StoredDocument } from "./stored.ts";

const port = "([1-9]|[1-9][0-9]{1,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])";

const ports = {
  portNumber: {
    type: "String",
    description: "Port on the node, or on the host behind it",
    allowedPattern: `^${port}$`,
    default: "80",
  },
  localPortNumber: {
    type: "String",
    description: "Port on the side of the client; 0 takes any that is free",
    allowedPattern: `^(0|${port})$`,
    default: "0",
  },
} as const;

const portProperties = {
  portNumber: "{{ portNumber }}",
  type: "LocalPortForwarding",
  localPortNumber: "{{ localPortNumber }}",
} as const;

const command = { type: "String", description: "The command to run" } as const;

const shells = (commands: string) => ({
  windows: { commands, runAsElevated: false },
  linux: { commands, runAsElevated: false },
  macos: { commands, runAsElevated: false },
});

const shellScript: Content = {
  schemaVersion: "1.2",
  description: "Runs a shell script, or commands.",
  parameters: {
    commands: { type: "StringList", description: "Lines of the script", minItems: 1 },
    workingDirectory: {
      type: "String",
      default: "",
      description: "Where the script is run",
      maxChars: 4096,
    },
    executionTimeout: {
      type: "String",
      default: "3600",
      description: "Seconds after which it is taken for failed, at most 172800",
      allowedPattern: "([1-9][0-9]{0,4})|(1[0-6][0-9]{4})|(17[0-1][0-9]{3})|(172[0-7][0-9]{2})|(172800)",
    },
  },
  runtimeConfig: {
    "aws:runShellScript": {
      properties: [
        {
          id: "0.aws:runShellScript",
          runCommand: "{{ commands }}",
          workingDirectory: "{{ workingDirectory }}",
          timeoutSeconds: "{{ executionTimeout }}",
        },
      ],
    },
  },
};

const contents: readonly (readonly [name: string, type: DocumentType, content: Content])[] = [
  [
    "AWS-StartPortForwardingSession",
    "Session",
    {
      schemaVersion: "1.0",
      description: "Forwards a port of the node.",
      sessionType: "Port",
      parameters: ports,
      properties: portProperties,
    },
  ],
  [
    "AWS-StartPortForwardingSessionToRemoteHost",
    "Session",
    {
      schemaVersion: "1.0",
      description: "Forwards a port of a host that the node reaches.",
      sessionType: "Port",
      parameters: {
        host: {
          type: "String",
          description: "Name or address of the host",
          allowedPattern: "^[^,$^&\\(\\)!;'\"<>\\`{}\\[\\]\\|#=]{3,}$",
          default: "localhost",
        },
        ...ports,
      },
      properties: { host: "{{ host }}", ...portProperties },
    },
  ],
  [
    "AWS-StartInteractiveCommand",
    "Session",
    {
      schemaVersion: "1.0",
      description: "Runs one command, to be answered by its user.",
      sessionType: "InteractiveCommands",
      parameters: { command },
      properties: shells("{{ command }}"),
    },
  ],
  [
    "AWS-StartNonInteractiveCommand",
    "Session",
    {
      schemaVersion: "1.0",
      description: "Runs one command, its output and exit code to be taken.",
      sessionType: "NonInteractiveCommands",
      parameters: { command },
      properties: shells("{{ command }}"),
    },
  ],
  ["AWS-RunShellScript", "Command", shellScript],
];

export const ownedDocuments: ReadonlyMap<string, StoredDocument> = new Map(
  contents.map(([name, type, content]) => [
    name,
    {
      name,
      type,
      owner: "Amazon",
      createdAtMs: 0,
      defaultVersion: 1,
      versions: [
        { text: JSON.stringify(content, undefined, 2), content, versionName: undefined, createdAtMs: 0 },
      ],
    },
  ]),
);
