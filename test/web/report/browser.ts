/** Pages in a real Chromium: the one of Debian, driven by playwright-core. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { executablePath } from "../../../bench/chromium.ts";
import { readAssets } from "../../../src/app/report/assets.ts";
import { reportHtml } from "../../../src/report/html/report/page.ts";
import type { PageData } from "../../../src/report/html/report/page-data.ts";

/** Where CI runs, a browser that is missing is a failure. */
export const hasBrowser = process.env["CI"] !== undefined || existsSync(executablePath);

let assets: ReturnType<typeof readAssets> | undefined;

export async function toHtml(data: PageData): Promise<string> {
  assets ??= readAssets();
  return reportHtml(data, "", await assets);
}

export interface Opened {
  readonly page: Page;
  /** What the console said, and errors that nobody caught. */
  readonly said: readonly string[];
  /** Addresses that the page asked for, its own left out. */
  readonly asked: readonly string[];
}

interface View {
  readonly width?: number;
  readonly scheme?: "light" | "dark";
  /** Behind the `#`. */
  readonly hash?: string;
}

/** Opens the page as a reader does: as a file of the disk. It is closed when the test ends. */
export async function open(browser: Browser, html: string, view: View = {}): Promise<Opened> {
  const directory = mkdtempSync(join(tmpdir(), "denat-page-"));
  const path = join(directory, "report.html");
  writeFileSync(path, html);
  const page = await browser.newPage({
    viewport: { width: view.width ?? 1440, height: 900 },
    colorScheme: view.scheme ?? "light",
  });
  onTestFinished(async () => {
    await page.close();
    rmSync(directory, { recursive: true });
  });
  const said: string[] = [];
  const asked: string[] = [];
  const url = pathToFileURL(path).href;
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.message));
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== url && !request.url().startsWith("data:")) asked.push(request.url());
  });
  await page.goto(`${url}${view.hash ?? ""}`);
  await page.waitForSelector("main");
  return { page, said, asked };
}
