/** The message gateway behind its endpoint in a lab: curl inside the instance, with the keys of its role. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { obstacleToLab, readState, startHandsOn } from "./hands-on.ts";
import type { HandsOn } from "./hands-on.ts";

const obstacle = obstacleToLab();
const passedOver = obstacle === undefined ? "" : `, passed over: ${obstacle}`;

const data = "http://169.254.169.254/latest";
const metadata = [
  `T=$(curl -s -X PUT -H 'x-aws-ec2-metadata-token-ttl-seconds: 60' ${data}/api/token)`,
  `read_data() { curl -s -H "x-aws-ec2-metadata-token: $T" ${data}/meta-data/$1; }`,
  "ID=$(read_data instance-id)",
  "KEYS=$(read_data iam/security-credentials/$(read_data iam/security-credentials/))",
  `value() { echo "$KEYS" | sed -n "s/.*\\"$1\\" *: *\\"\\([^\\"]*\\)\\".*/\\1/p" | head -1; }`,
].join("\n");
const signed =
  'curl -s --http1.1 --aws-sigv4 aws:amz:ap-northeast-1:ssmmessages -u "$(value AccessKeyId):$(value SecretAccessKey)" -H "x-amz-security-token: $(value Token)"';
const webSocket =
  "-H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='";
const channel = "https://ssmmessages.ap-northeast-1.amazonaws.com/v1/control-channel";

describe.skipIf(obstacle !== undefined)(`the message gateway in a lab${passedOver}`, () => {
  let handsOn: HandsOn;
  beforeAll(async () => {
    handsOn = await startHandsOn(await readState(2));
  });
  afterAll(() => handsOn.end());

  it("gives the instance a token, and takes its WebSocket", () => {
    const { inside } = handsOn;
    const token = inside(`${metadata}\n${signed} -d '{}' -w '%{http_code}' ${channel}/$ID`, 10);
    expect(token.said).toMatch(/<TokenValue>.+<\/TokenValue>.*201$/);
    const opened = inside(`${metadata}\n${signed} -i -m 1 ${webSocket} ${channel}/$ID`, 10);
    expect(opened.said).toMatch(/^HTTP\/1\.1 101 /);
  });

  it("answers a WebSocket that it does not take, by the way on which it came", () => {
    const { said } = handsOn.inside(`curl -s --http1.1 -i ${webSocket} ${channel}/i-0abc`);
    expect(said).toMatch(/^HTTP\/1\.1 400 /);
    expect(said).toMatch(/x-denat-endpoint: \S/i);
    expect(said).toContain("<MissingAuthenticationTokenException>");
  });

  it("leaves what asks for other protocols to whom it is for", () => {
    const { said } = handsOn.inside(`curl -s -i ${webSocket} ${data}/meta-data/`);
    expect(said).toMatch(/^HTTP\/1\.1 401 /);
  });
});
