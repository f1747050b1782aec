import { describe, expect, it } from "vitest";
import { clues, doubtful, ground, plain, read, row } from "./read.ts";

const nodes = (cluster: string, more = "") =>
  read(
    `${ground}
  Cluster: { Type: AWS::EKS::Cluster, Properties: { Name: c, ResourcesVpcConfig: { SubnetIds: [!Ref Subnet]${cluster} } } }
  Role: { Type: AWS::IAM::Role }
  Nodes: { Type: AWS::EKS::Nodegroup, Properties: { ClusterName: !Ref Cluster, Subnets: [!Ref Subnet], NodeRole: !GetAtt Role.Arn } }
${more}`,
    { head: doubtful },
  );

describe("the nodes of a cluster", () => {
  it.each([
    ["", "eks-cluster: public access only"],
    [", EndpointPrivateAccess: false", "eks-cluster: public access only"],
    [", EndpointPrivateAccess: true", "eks-cluster: private access"],
  ])("reach its API server as it is made: '%s'", (cluster, told) => {
    expect(clues(nodes(cluster), "Nodes")).toEqual([told]);
  });

  it("reach it in a way that nobody knows, where the cluster is not known or does not tell", () => {
    const open = row(nodes(", EndpointPrivateAccess: !Ref Stage"), "workloads", "Nodes").clues;
    expect(open).toMatchObject([
      { kind: "eks-cluster", missing: { fact: expect.stringContaining("Stage") } },
    ]);
    const outside = read(
      `${ground}
  Nodes: { Type: AWS::EKS::Nodegroup, Properties: { ClusterName: other, Subnets: [!Ref Subnet], NodeRole: arn:aws:iam::1:role/n } }`,
    );
    expect(row(outside, "workloads", "Nodes").clues).toMatchObject([
      { missing: { settledBy: "aws eks describe-cluster --name other" } },
    ]);
  });

  it("run its add-ons, and pods under their roles", () => {
    const trust =
      "{ Version: '2012-10-17', Statement: [{ Effect: Allow, Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: x } }] }";
    const reading = nodes(
      ", EndpointPrivateAccess: true",
      `  Driver: { Type: AWS::EKS::Addon, Properties: { AddonName: aws-ebs-csi-driver, ClusterName: !Ref Cluster, ServiceAccountRoleArn: !GetAtt Ebs.Arn } }
  Ebs: { Type: AWS::IAM::Role }
  App: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: ${trust} } }
  Pod: { Type: AWS::IAM::Role }
  Identity: { Type: AWS::EKS::PodIdentityAssociation, Properties: { ClusterName: !Ref Cluster, RoleArn: !GetAtt Pod.Arn, Namespace: n, ServiceAccount: s } }`,
    );
    expect(clues(reading, "Nodes")).toEqual([
      "eks-cluster: private access",
      "eks-addon: aws-ebs-csi-driver",
      "eks-cluster: pod identity",
      "eks-cluster: roles of service accounts",
    ]);
    expect(plain(row(reading, "workloads", "Nodes").roles)).toEqual(["Role", "Ebs", "Pod", "App"]);
  });
});
