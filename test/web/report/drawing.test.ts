import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { layOut } from "../../../src/report/html/drawing/layout.ts";
import { box, estate } from "../../report/drawing/boxes.ts";
import { launch } from "../../../bench/chromium.ts";
import { hasBrowser, open, toHtml } from "./browser.ts";
import { samplePage } from "./sample.ts";

/** Texts of the drawing that reach beyond their own box. */
const tooWide = `[...document.querySelectorAll(".sheet-boxes .box")].flatMap((box) => {
  const room = box.querySelector(".shape").getBoundingClientRect();
  return [...box.querySelectorAll("text")].filter((text) => {
    const { left, right } = text.getBoundingClientRect();
    return right > room.right + 0.5 || left < room.left - 0.5;
  }).map((text) => text.textContent);
})`;

const labels = (page: Page, side: number) =>
  page
    .locator(".side")
    .nth(side)
    .locator(".box")
    .evaluateAll((boxes) => boxes.map((one) => one.querySelector("title")?.textContent));

describe.skipIf(!hasBrowser)("the drawing of a page", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  /** The sample's page, with other boxes drawn. */
  async function drawn(boxes: ReturnType<typeof estate>, width = 1440) {
    const page = samplePage();
    return open(browser, await toHtml({ ...page, drawings: [layOut(boxes)] }), { width });
  }

  it("has both networks side by side where there is room, each without what is only in the other", async () => {
    const { page, said } = await drawn(estate(2, 1, 2));
    const [before, after] = [await labels(page, 0), await labels(page, 1)];
    expect(before).toContain("NAT gateway nat-a, 203.0.113.7, removed");
    expect(before.filter((label) => label?.includes("interface endpoint"))).toEqual([]);
    expect(after).toContain("interface endpoint ssm-a0, 10.0.1.7, added");
    expect(after.filter((label) => label?.includes("NAT"))).toEqual([]);
    expect(said).toEqual([]);
  });

  it("moves nothing when it is switched, and has one network at a time on a narrow screen", async () => {
    const { page } = await drawn(estate(2, 1, 2), 420);
    expect(await page.locator(".sides .side").count()).toBe(1);
    const place = () =>
      page.evaluate<readonly number[]>(`(() => {
        const sheet = document.querySelector(".sheet-boxes").getBoundingClientRect();
        const all = [...document.querySelectorAll(".box")];
        const box = all.find((one) => one.textContent.startsWith("workloads web-b0-1"));
        const { x, y, width } = box.querySelector(".shape").getBoundingClientRect();
        return [x - sheet.x, y - sheet.y, width].map(Math.round);
      })()`);
    const after = await place();
    await page.locator(".drawing .switch label").filter({ hasText: "Before" }).click();
    expect(await page.locator(".side h3").allInnerTexts()).toEqual(["Before"]);
    expect(await place()).toEqual(after);
  });

  it("is one stop for the Tab key, and arrows lead from workload to workload", async () => {
    const { page } = await drawn(estate(2, 1, 2));
    const stop = page.locator(".sides .side").first().locator('.box[tabindex="0"]');
    expect(await stop.count()).toBe(1);
    await stop.focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    const focused = page.locator(":focus > title");
    expect(await focused.textContent()).toBe("workloads web-b0-1");
    await page.keyboard.press("ArrowDown");
    expect(await focused.textContent()).toBe("workloads web-b0-1");
    expect(await stop.locator("title").allTextContents()).toEqual(["workloads web-b0-1"]);
  });

  it("lights the way of the workload that Enter chooses", async () => {
    const { page } = await open(browser, await toHtml(samplePage()));
    const side = page.locator(".sides .side").first();
    await side.locator('.box[tabindex="0"]').focus();
    await page.keyboard.press("Enter");
    await side.locator(".way .line").first().waitFor({ state: "attached" });
    expect(await side.locator(".way .number").count()).toBeGreaterThan(1);
  });

  it("has room for every text, whatever names are like", async () => {
    const names = [
      "W".repeat(60),
      "業務".repeat(30),
      "module.network.aws_subnet.private[0]",
      "iiii",
      "😀".repeat(40),
    ];
    const chips = names.map((name, index) => box("workloads", name, [], { id: `w${index}`, note: name }));
    const subnets = names.map((name, index) =>
      box(
        "subnet",
        name,
        chips.map((chip) => ({ ...chip, id: `${chip.id}-${index}` })),
        { id: `s${index}`, note: name, fate: "changed" },
      ),
    );
    const { page } = await drawn([box("vpc", names[0] ?? "", subnets)]);
    expect(await page.locator(".box text").count()).toBeGreaterThan(50);
    expect(await page.evaluate(tooWide)).toEqual([]);
  });

  it("scrolls both sheets of a large VPC together, and fits all of it on demand", async () => {
    const { page } = await drawn(estate(6, 8, 12));
    const [one, other] = [page.locator(".side .scroll").nth(0), page.locator(".side .scroll").nth(1)];
    await one.evaluate((scroll) => scroll.scrollTo(120, 300));
    await expect
      .poll(() => other.evaluate(({ scrollLeft, scrollTop }) => [scrollLeft, scrollTop]))
      .toEqual([120, 300]);
    await page.locator(".drawing .zoom button").nth(1).click();
    expect(await one.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  });

  it("is told in words, with the way that is lit", async () => {
    const { page } = await open(browser, await toHtml(samplePage()));
    await page.locator('.sides .box[role="button"]').first().click();
    const words = page.locator(".sides .in-words").last();
    await words.locator("summary").click();
    expect(await words.locator("ol li").count()).toBeGreaterThan(0);
    expect(await words.locator("ul ul ul li").count()).toBeGreaterThan(2);
  });
});

describe.skipIf(!hasBrowser)("the cost curve of a page", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  const sums = (page: Page) => page.locator(".sums dd").allInnerTexts();

  it("has the sums of the volume and zones that are set, by slider or number", async () => {
    const { page, said } = await open(browser, await toHtml(samplePage()));
    const [volume, zones] = [
      page.getByLabel("GB a month, as a number"),
      page.getByLabel("Zones, as a number"),
    ];
    await volume.fill("1000");
    await zones.fill("1");
    expect((await sums(page)).join()).toMatch(/77\.85.*46\.50.*31\.35/s);
    await page.getByLabel("GB a month", { exact: true }).focus();
    await page.keyboard.press("Home");
    expect(await volume.inputValue()).toBe("0");
    expect((await sums(page)).join()).toMatch(/32\.85.*36\.50.*3\.65/s);
    await volume.fill("");
    await volume.fill("-5");
    expect((await sums(page)).join()).toMatch(/32\.85/);
    expect(said).toEqual([]);
  });

  it("says where it breaks even, beside the mark and in the table", async () => {
    const { page } = await open(browser, await toHtml(samplePage()));
    await page.getByLabel("Zones, as a number").fill("1");
    const gb = Math.round((7.3 * 5 - 32.85) * (1000 / 35));
    expect(await page.locator(".cost-panel .crossing").innerText()).toContain(
      `Break-even at ${gb} GB a month`,
    );
    expect(await page.locator(".crossing-mark").textContent()).toBe(`Break-even ${gb} GB`);
    await page.locator(".point-table summary").click();
    expect(await page.locator(".point-table tbody th").allInnerTexts()).toContain(`${gb} (Break-even)`);
  });
});
