/** Debian's Chromium, driven by playwright-core, for whatever looks at pages. */
import { chromium } from "playwright-core";
import type { Browser } from "playwright-core";

export const executablePath = "/usr/bin/chromium";

const args = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const launch = (): Promise<Browser> => chromium.launch({ executablePath, args });
