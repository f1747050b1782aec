/** The words of the cost curve in Japanese. */
import { numberIn } from "../number.ts";
import type { CostWords } from "./en.ts";

const number = numberIn("ja");

const gigabytes = (gb: number) => `月 ${number(gb)} GB`;
const month = (hours: number) =>
  `。1 か月は ${number(hours)} 時間、定価による計算です。どちら側にも同じ通信量が、計画と同じ内訳で流れるものとします。`;

export const cost: CostWords = {
  zones: (count) => `${number(count)} ゾーン`,
  gigabytes,
  nat: "NAT",
  endpoints: "エンドポイント",
  unpriced: "単価、またはリージョンごとの通信量の内訳が分からないため、グラフを描けません。",
  volume: "月間 GB",
  volumeField: "月間 GB（数値）",
  zoneCount: "ゾーン数",
  zoneField: "ゾーン数（数値）",
  asPlanned: "計画どおり（NAT とエンドポイントのゾーン数が異なる）",
  month: "/ 月",
  saving: "エンドポイントによる節約",
  excess: "エンドポイントによる増額",
  curve: "通信量ごとの月額",
  costAxis: (currency) => `月額 (${currency})`,
  crossing: {
    endpointsAbove: (gb) =>
      `損益分岐点は${gigabytes(gb)}です。それより少なければ NAT、多ければエンドポイントのほうが安くなります。`,
    endpointsBelow: (gb) =>
      `損益分岐点は${gigabytes(gb)}です。それより少なければエンドポイント、多ければ NAT のほうが安くなります。`,
    endpointsAlways:
      "損益分岐点はありません。どの通信量でも、エンドポイントのほうが高くなることはありません。",
    natAlways: "損益分岐点はありません。どの通信量でも、NAT のほうが高くなることはありません。",
  },
  breakEven: "損益分岐点",
  table: "グラフを表で読む",
  assumption: (count, hours) =>
    count === undefined
      ? `現在の NAT と、提案するエンドポイントとの比較${month(hours)}`
      : `${number(count)} ゾーンのそれぞれに NAT を 1 台、各エンドポイントのインターフェイスを 1 つ置いた場合${month(hours)}`,
};
