import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Language } from "../../../src/report/html/report/page-data.ts";
import { launch } from "../../../bench/chromium.ts";
import { hasBrowser, open, toHtml } from "./browser.ts";
import { samplePage } from "./sample.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Violations as one reads them: the rule, and where. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate<AxeResults>("axe.run()");
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`),
  );
}

const rows = (page: Page) => page.locator('.sheet [role="row"]').count();
const active = (page: Page) => page.locator(":focus").innerText();
const unfold = (page: Page) =>
  page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })");

describe.skipIf(!hasBrowser)("the page of a plan", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  describe.each(["en", "ja"] as const)("in %s", (language: Language) => {
    it.each([
      [1440, "light"],
      [1440, "dark"],
      [390, "light"],
      [390, "dark"],
    ] as const)("at %i wide, in the %s, has nothing that axe minds", async (width, scheme) => {
      const html = await toHtml(samplePage({ language, vpcs: 2 }));
      const { page, said, asked } = await open(browser, html, { width, scheme });
      await unfold(page);
      expect(await violations(page)).toEqual([]);
      expect(said).toEqual([]);
      expect(asked).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    });
  });

  it("asks for nothing and says nothing, whatever is clicked", async () => {
    const { page, said, asked } = await open(browser, await toHtml(samplePage({ vpcs: 3 })));
    const buttons = page.locator("button, label:has(input[type=radio]), summary, nav a");
    const all = await buttons.count();
    expect(all).toBeGreaterThan(15);
    for (let place = 0; place < (await buttons.count()); place++) {
      const button = buttons.nth(place);
      if (await button.isVisible()) await button.click({ timeout: 5000 });
    }
    expect(said).toEqual([]);
    expect(asked).toEqual([]);
  });

  it("tells the answer, what goes and comes, and how many needs each network meets", async () => {
    const { page } = await open(browser, await toHtml(samplePage()));
    const text = await page.locator("main").innerText();
    expect(text).toContain("Not safe");
    expect(text).toMatch(/needs of 12 workloads would not be met without NAT/);
    expect(text).toMatch(/Today\s+83 of 83 needs/);
    expect(text).toMatch(/Without NAT\s+0 of 83 needs/);
    expect(text).toMatch(/saves USD\s76\.48 a month/);
  });

  it("has all parts of the plan", async () => {
    const { page } = await open(browser, await toHtml(samplePage()));
    const titles = await page.locator("main h2").allInnerTexts();
    expect(titles).toEqual([
      "What blocks",
      "Keeps your NAT",
      "The VPC",
      "Who needs what",
      "Endpoints",
      "Others that the change touches",
      "Could not be known",
      "Assumed",
      "The change, in phases",
      "Cost",
    ]);
    const text = await page.locator("main").innerText();
    expect(text).toContain("a pull-through cache of ECR");
    expect(text).toContain("aws ec2 describe-vpc-attribute --vpc-id");
    expect(text).toContain("docs/codes/ENI_SG_RULES_MISMATCH.md");
    expect(text).toContain("12 of 12 needs as before");
    expect(text).toContain("AWS price list, 2026-11-20");
  });

  it("says why there are no phases", async () => {
    const change = { notSupported: "answers of the API have no text to edit" };
    const { page } = await open(browser, await toHtml(samplePage({ change })));
    expect(await page.locator("main").innerText()).toContain("answers of the API have no text to edit");
  });

  it("shows the VPC that the address names, and follows the links of the others", async () => {
    const html = await toHtml(samplePage({ vpcs: 3 }));
    const { page } = await open(browser, html, { hash: "#vpc=vpc-02" });
    await expect.poll(() => page.locator("article").getAttribute("aria-label")).toBe("vpc-02");
    await page.locator("nav a", { hasText: "vpc-03" }).click();
    await expect.poll(() => page.locator("article").getAttribute("aria-label")).toBe("vpc-03");
    expect(page.url()).toContain("vpc=vpc-03");
    expect(await page.locator('nav [aria-current="page"]').innerText()).toContain("vpc-03");
  });

  it("opens the path of a cell, and of the network that was clicked in it", async () => {
    const { page } = await open(browser, await toHtml(samplePage()));
    const cell = page.locator('[role="gridcell"][data-column="2"]').first();
    await cell.locator('[data-network="withoutNat"]').click();
    const path = page.locator(".path");
    await expect.poll(() => path.locator("h3").innerText()).toBe("web-0 → ssm");
    expect(await cell.getAttribute("aria-selected")).toBe("true");
    const text = await path.innerText();
    expect(text).toContain("✗ blocked");
    expect(text).toContain("timeout (curl: 28)");
    expect(text).toContain("NO_ROUTE_TO_DESTINATION");
    expect(text).toContain("docs/codes/NO_ROUTE_TO_DESTINATION.md");
    expect(text).toContain("no route for 52.216.0.0/15");
    expect(text).toContain("template.yaml:77");
    expect(page.url()).toContain("workload=web-0&service=ssm&in=withoutNat");
  });

  it("offers each walk of an answer that has several, the failing one first", async () => {
    const html = await toHtml(samplePage());
    const { page } = await open(browser, html);
    const path = page.locator(".path");
    const partial = page.locator('[role="gridcell"]', { hasText: "After partial" }).first();
    await partial.click();
    expect(await path.locator(".outcome").innerText()).toContain("partial");
    await expect.poll(() => path.innerText()).toContain("no route for 52.216.0.0/15");
    await path.locator("fieldset").nth(1).locator("label").first().click();
    await expect.poll(() => path.innerText()).not.toContain("no route for 52.216.0.0/15");
  });

  it("lights the way of the chosen cell in the drawing, and chooses by a click there", async () => {
    const { page } = await open(browser, await toHtml(samplePage()));
    const bright = page.locator(".drawing .side").last().locator(".bright");
    const lit = async () => (await bright.allTextContents()).join(" ");
    await expect.poll(lit).toContain("private-a");
    expect(await lit()).not.toContain("public-b");
    await page.locator(".drawing .side").last().locator(".box.workloads").nth(1).click();
    await expect.poll(() => page.locator(".path h3").innerText()).toMatch(/^i-1-0 →/);
    expect(await page.locator('[role="gridcell"][aria-selected="true"]').count()).toBe(1);
  });

  it("is walked with the keyboard: arrows, Enter into the path, Escape back", async () => {
    const { page } = await open(browser, await toHtml(samplePage()));
    await page.locator('.sheet [tabindex="0"]').focus();
    expect(await page.locator('.sheet [tabindex="0"]').count()).toBe(1);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => active(page)).toMatch(/^Today reachable, Without NAT blocked/);
    await page.keyboard.press("Enter");
    await expect.poll(() => active(page)).toBe("i-1-0 → s3");
    await page.keyboard.press("Escape");
    await expect.poll(() => active(page)).toMatch(/^Today/);
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator(".member").count()).toBe(3);
    expect(await page.locator('[aria-expanded="true"]').count()).toBe(1);
    await page.keyboard.press("Control+End");
    await expect.poll(() => page.locator('.sheet [tabindex="0"]').getAttribute("data-column")).not.toBe("0");
    expect(await page.locator('.sheet [tabindex="0"]').count()).toBe(1);
  });

  it("filters by text, service and verdict, and says how much is left", async () => {
    const { page } = await open(browser, await toHtml(samplePage()));
    const left = page.locator(".filter output");
    await page.locator(".filter input").fill("i-2-1");
    await expect.poll(() => left.innerText()).toBe("1 row, 1 workload");
    await page.locator(".filter input").fill("");
    await page.locator(".filter select").first().selectOption("s3");
    await expect.poll(() => page.locator('.head [role="columnheader"]').count()).toBe(2);
    await page.locator(".filter select").nth(1).selectOption("after unknown");
    await expect.poll(() => left.innerText()).toBe("1 row, 3 workloads");
    await page.locator(".filter input").fill("nobody");
    await expect.poll(() => page.locator(".empty").innerText()).toBe("Nothing matches.");
  });

  it.each([2000, 10_000])("draws few of %i rows, wherever it is scrolled to", async (groups) => {
    const { page } = await open(browser, await toHtml(samplePage({ groups, membersEach: 1 })));
    expect(await rows(page)).toBeLessThan(45);
    const halfway = "sheet.scrollTop = sheet.scrollHeight / 2";
    await page.evaluate(`{ const sheet = document.querySelector(".sheet"); ${halfway}; }`);
    const middle = `i-${groups / 2}-0`;
    await expect.poll(() => page.locator(".sheet").innerText()).toContain(middle);
    expect(await rows(page)).toBeLessThan(45);
    await page.locator('.sheet [data-column="1"]').nth(10).click();
    await page.keyboard.press("Control+End");
    await expect.poll(() => page.locator(".sheet").innerText()).toContain(`i-${groups - 1}-0`);
    expect(await rows(page)).toBeLessThan(45);
  });

  it("opens a group of 10,000 without drawing them", async () => {
    const { page } = await open(browser, await toHtml(samplePage({ groups: 1, membersEach: 10_000 })));
    await page.locator(".body .first").first().click();
    await expect.poll(() => page.locator(".member").count()).toBeGreaterThan(5);
    expect(await rows(page)).toBeLessThan(45);
    expect(await page.locator(".sheet").getAttribute("aria-rowcount")).toBe("10002");
  });

  it("has no English of its own in Japanese", async () => {
    const data = samplePage({ language: "ja", vpcs: 2 });
    // In the drawing and its words a name stands beside what it is called in Japanese.
    const names = data.drawings.flatMap(({ boxes }) => boxes.map(({ name }) => name)).join(" ");
    const { page } = await open(browser, await toHtml(data));
    await unfold(page);
    expect(await englishIn(page, names)).toEqual([]);
  });

  it("changes its language and its colours where the reader asks", async () => {
    const { page } = await open(browser, await toHtml(samplePage()));
    await page.locator("label", { hasText: "日本語" }).click();
    await expect.poll(() => page.locator("h1").innerText()).toBe("安全ではない");
    expect(await page.locator("html").getAttribute("lang")).toBe("ja");
    const ground = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
    const light = await ground();
    await page.locator("label", { hasText: "ダーク" }).click();
    await expect.poll(ground).not.toBe(light);
  });

  it("shows names with markup as they are, and runs none of it", async () => {
    const spice = `"><img src=x onerror="document.title='run'"></script><script>document.title='run'</script>&amp;`;
    const html = await toHtml(samplePage({ spice, vpcs: 2 }));
    const { page, said, asked } = await open(browser, html);
    await page.locator('[role="gridcell"][aria-selected]').nth(1).click();
    expect(await page.title()).not.toBe("run");
    expect(await page.locator("main").innerText()).toContain(spice);
    expect(await page.locator("main img").count()).toBe(0);
    expect(said).toEqual([]);
    expect(asked).toEqual([]);
  });

  it("is put on paper with all rows and all that is folded, and without switches", async () => {
    const { page } = await open(browser, await toHtml(samplePage({ groups: 60, membersEach: 1 })));
    await page.emulateMedia({ media: "print" });
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    await expect.poll(() => rows(page)).toBe(61);
    expect(await page.locator("details:not([open], .in-words)").count()).toBe(0);
    expect(await page.locator(".filter, .settings").first().isVisible()).toBe(false);
    expect(await page.locator(".body .row").last().isVisible()).toBe(true);
  });
});

/** Latin words that a Japanese page has all the same: names of products and units, and what one types. */
const borrowed =
  /^(?:denat|NAT|VPC|DNS|AWS|ACL|TLS|GB|USD|Lambda|ECS|EKS|Auto|Scaling|Transit|Gateway|GW|Egress-Only|VPN|Enter|Tab|Esc|--[a-z-]+)$/;

/** Words in Latin letters that nothing marks as English. */
async function englishIn(page: Page, names: string): Promise<readonly string[]> {
  const texts = await page.evaluate<string[]>(`{
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const { parentElement, textContent } = walker.currentNode;
      if (!parentElement.closest('[lang="en"], script, style, noscript')) found.push(textContent);
    }
    found;
  }`);
  return texts
    .flatMap((text) => text.match(/[A-Za-z-]*[A-Za-z]{2,}[A-Za-z-]*/g) ?? [])
    .filter((word) => !borrowed.test(word) && !names.includes(word));
}
