/**
 * What denat's agent says that it is. The service takes no other AgentName than the real agent's, and clients choose by the version
 * how they forward ports: from 3.0.196 on by smux, from 3.1.1511 on without its keep-alive, both of which hold here. The release
 * number that no release of the real agent has, and the platform's name, tell the two apart.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateInstanceInformation.html (read 2026-11-29)
 */
export const agentName = "amazon-ssm-agent";
export const agentVersion = "3.3.0.0";
export const platform = { type: "Linux", name: "denat lab", version: "1" } as const;
