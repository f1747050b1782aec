import { describe, expect, it } from "vitest";
import { facts, factsWith, tables } from "./facts.ts";

describe("outsideHost", () => {
  const of = (host: string, named = "") => facts.outsideHost(host, named);

  it.each([
    ["docker.io", "Docker Hub", true],
    ["registry-1.docker.io", "Docker Hub", true],
    ["GHCR.io", "GitHub Container Registry", false],
    ["public.ecr.aws", "Amazon ECR Public", false],
    ["quay.io", "Red Hat Quay", undefined],
    ["api.partner.dev", "", undefined],
    ["notdocker.io", "", undefined],
  ])("%s is of %s", (host, what, hasIpv6) => {
    expect(of(host)).toMatchObject({ what, hasIpv6 });
  });

  it("offers IPv6 only where the host has addresses of it, and by the name that has them", () => {
    expect(of("docker.io").alternatives.at(-1)).toMatch(/egress-only internet gateway: docker\.io has IPv6/);
    expect(of("public.ecr.aws").alternatives.at(-1)).toMatch(
      /ecr-public\.aws\.com \(in place of public\.ecr\.aws\)/,
    );
    for (const host of ["ghcr.io", "github.com", "quay.io", "api.partner.dev"])
      expect(of(host).alternatives.join()).not.toContain("egress-only");
  });

  it("offers a cache that is warmed beforehand only for registries that ECR has rules for", () => {
    expect(of("docker.io").alternatives.join()).toMatch(/warmed beforehand/);
    expect(of("nvcr.io").alternatives.join()).not.toMatch(/pull-through/);
  });

  it("goes by what names a host that no row knows", () => {
    expect(of("registry.partner.dev", "image").alternatives[0]).toMatch(/private Amazon ECR repository/);
    expect(of("files.partner.dev", "user-data").alternatives[0]).toMatch(/S3's gateway endpoint/);
    expect(of("api.partner.dev", "environment").alternatives[0]).toMatch(
      /proxy or a NAT for api\.partner\.dev/,
    );
    expect(of("", "environment").alternatives[0]).toMatch(/NAT for it alone/);
  });
});

describe("tables of hosts outside AWS", () => {
  it.each([
    [
      "outside-hosts",
      "ecr-copy ecr-cache",
      "ecr-copies",
      /outside-hosts\.csv:\d+: no alternative ecr-copies/,
    ],
    [
      "outside-hosts",
      "docker.io,,",
      "docker.io,image,",
      /outside-hosts\.csv:\d+: a row has a pattern or a trigger/,
    ],
    [
      "alternatives",
      "ecr-cache,",
      "ecr-copy,",
      /alternatives\.csv:\d+: the key ecr-copy is empty or comes twice/,
    ],
  ] as const)("%s throws on a broken row: %s", (table, from, to, message) => {
    expect(tables[table]).toContain(from);
    const changed = tables[table].replace(from, to);
    expect(() => factsWith({ [table]: changed }).outsideHost("docker.io", "image")).toThrow(message);
  });
});
