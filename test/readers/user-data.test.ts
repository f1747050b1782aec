import { gzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { userDataClueOf } from "../../src/readers/user-data.ts";

const origin = { file: "template.yaml", line: 3 };
const textOf = (data: string) => userDataClueOf(data, { origin }).text;
const base64 = (bytes: string | Uint8Array) => Buffer.from(bytes).toString("base64");
const gzipped = (text: string) => base64(gzipSync(new TextEncoder().encode(text)));
const script = "#!/bin/bash\nyum install -y httpd\n";

const multipart = (...parts: readonly string[]) =>
  [
    "MIME-Version: 1.0",
    'Content-Type: multipart/mixed; boundary="==B=="',
    "",
    ...parts.map((part) => `--==B==\n${part}`),
    "--==B==--",
    "",
  ].join("\n");

describe("user data", () => {
  it.each([
    ["text", script],
    ["Base64", base64(script)],
    ["Base64 over several lines", base64(script).replaceAll(/.{20}/g, "$&\n")],
    ["gzip in Base64", gzipped(script)],
  ])("is read out of %s", (_, data) => {
    expect(textOf(data)).toBe(script);
  });

  it("is read part by part where it has several, each as its header says", () => {
    const data = multipart(
      "Content-Type: text/cloud-config\n\npackages: [nginx]",
      `Content-Type: text/x-shellscript\nContent-Transfer-Encoding: base64\n\n${base64("pip install x")}`,
      `Content-Type: text/x-shellscript\nContent-Transfer-Encoding: base64\n\n${gzipped("npm ci")}`,
    );
    for (const packed of [data, base64(data), gzipped(data), data.replaceAll("\n", "\r\n")]) {
      const text = textOf(packed);
      for (const line of ["packages: [nginx]", "pip install x", "npm ci"]) expect(text).toContain(line);
    }
  });

  it("has the files in clear that cloud-config writes packed", () => {
    const data = [
      "#cloud-config",
      "write_files:",
      `  - { path: /a.sh, encoding: b64, content: ${base64("apt-get update")} }`,
      `  - { path: /b.sh, encoding: gz+b64, content: ${gzipped("npm ci")} }`,
      "  - { path: /c.sh, content: plain }",
    ].join("\n");
    expect(textOf(data)).toBe(`${data}\napt-get update\nnpm ci`);
  });

  it("says that what it includes is fetched", () => {
    expect(textOf("#include\nhttps://files.partner.dev/boot.sh")).toContain("curl https://files.partner.dev");
  });

  it.each([
    ["bytes that are no text", base64(Uint8Array.from({ length: 60 }, (_, index) => 255 - index))],
    ["broken gzip", gzipped(script).slice(0, 60)],
    ["a part that cannot be unpacked", multipart("Content-Transfer-Encoding: base64\n\n!!!!")],
  ])("is missing where it is %s", (_, data) => {
    expect(userDataClueOf(data, { origin })).toMatchObject({
      text: "",
      missing: { known: false, fact: "the user data at template.yaml:3, which is no text" },
    });
  });

  it("stays what it is where it only looks packed, or is broken", () => {
    for (const data of ["installer123", "", "MIME-Version: 1.0\nContent-Type: multipart/mixed\n\nx"])
      expect(textOf(data)).toBe(data);
  });

  it("is not unpacked beyond what a script may be", () => {
    const bomb = gzipSync(new Uint8Array(17 * 1024 * 1024));
    expect(userDataClueOf(base64(bomb), { origin }).missing).toBeDefined();
  });
});
