/**
 * `npm run bench -- report`: the page of a large estate, what it takes to make, and the page in Chromium. First paint is the browser's own figure; a click counts from
 * the event until the frame that shows its path is painted.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { conceive } from "../src/advice/index.ts";
import { readFacts } from "../src/app/facts.ts";
import { readAssets } from "../src/app/report/assets.ts";
import { makePage } from "../src/app/report/page.ts";
import { executablePath, launch } from "./chromium.ts";
import { createEstate } from "./estate.ts";
import { services } from "./estate/endpoint.ts";
import { against, median, number, table } from "./measure.ts";

const limits = {
  size: { most: 5, unit: "MB" },
  paint: { most: 1000, unit: "ms" },
  click: { most: 100, unit: "ms" },
} as const;
const fewInterfaces = 2000;
const opened = 5;
const clicks = 20;

export async function reportPage(interfaces: number): Promise<void> {
  const { text, planSeconds, pageSeconds } = await makeText(interfaces);
  const few = await makeText(fewInterfaces);
  console.log(`\n(l) the page of ${number(interfaces)} interfaces × ${services.length} services`);
  const rows = [
    ["size, MB", number(megabytes(text), 2), against(megabytes(text), limits.size)],
    [`  of ${number(fewInterfaces)}, MB`, number(megabytes(few.text), 2), ""],
    ["made in, CPU s", number(pageSeconds, 1), `behind a plan of ${number(planSeconds, 1)} s`],
  ];
  if (existsSync(executablePath)) rows.push(...(await lookAt(text)));
  else rows.push(["in Chromium", "", `not measured: ${executablePath} is missing`]);
  console.log(table(rows));
}

const megabytes = (text: string) => Buffer.byteLength(text) / 1e6;

interface Made {
  readonly text: string;
  /** Of the processor: other work on the machine does not count. */
  readonly planSeconds: number;
  readonly pageSeconds: number;
}

async function makeText(interfaces: number): Promise<Made> {
  const facts = await readFacts();
  const network = createEstate(interfaces);
  const asked = { needs: services, gbMonth: 100, hoursPerMonth: 730, strict: false };
  const options = { region: undefined, parameters: new Map<string, string>(), findBeside: () => undefined };
  const source = { reading: { network, unused: [] }, files: [], options };
  const change = { directory: undefined, as: "terraform", phases: [], showsProof: false };
  const request = { language: "en", inputs: ["estate"], change } as const;
  // The script is bundled once for all pages.
  await readAssets();
  const start = cpuSeconds();
  const conceived = conceive(network, facts, asked);
  const planned = cpuSeconds();
  const text = await makePage(request, source, facts, conceived);
  return { text, planSeconds: planned - start, pageSeconds: cpuSeconds() - planned };
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function lookAt(text: string): Promise<readonly string[][]> {
  const directory = mkdtempSync(join(tmpdir(), "denat-bench-"));
  const browser = await launch();
  try {
    const path = join(directory, "report.html");
    writeFileSync(path, text);
    const url = pathToFileURL(path).href;
    const paints: number[] = [];
    for (let time = 0; time < opened; time++) paints.push(await firstPaint(browser, url));
    const times = await clickTimes(browser, url);
    return [
      ["first paint, ms", number(median(paints)), against(median(paints), limits.paint)],
      ["a click, ms", number(median(times)), against(median(times), limits.click)],
      ["  the slowest", number(Math.max(...times)), `of ${clicks} cells, one after the other`],
    ];
  } finally {
    await browser.close();
    rmSync(directory, { recursive: true });
  }
}

async function firstPaint(browser: Browser, url: string): Promise<number> {
  const page = await open(browser, url);
  const paint = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime";
  await page.waitForFunction(paint);
  const milliseconds = await page.evaluate<number>(paint);
  await page.close();
  return milliseconds;
}

/** A message that is sent in a frame arrives once that frame is painted. */
const watchClicks = `
  window.clickTimes = [];
  addEventListener("click", (event) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => clickTimes.push(performance.now() - event.timeStamp);
    port2.postMessage("");
  }), { capture: true });
`;

async function clickTimes(browser: Browser, url: string): Promise<readonly number[]> {
  const page = await open(browser, url);
  await page.evaluate(watchClicks);
  const cells = page.locator('.body [aria-selected="false"]');
  for (let time = 0; time < clicks; time++) {
    const before = await page.locator(".path h3").innerText();
    await cells.nth(time * 3).click();
    await page.waitForFunction(`document.querySelector(".path h3").innerText !== ${JSON.stringify(before)}`);
    await page.waitForFunction(`clickTimes.length === ${time + 1}`);
  }
  return page.evaluate<number[]>("clickTimes");
}

async function open(browser: Browser, url: string): Promise<Page> {
  // What waits for a frame is put into the page, whose policy would not run it.
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, bypassCSP: true });
  await page.goto(url);
  await page.waitForSelector(".path");
  return page;
}
