import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

/** Where the systems' own packages put Chromium and its relatives. */
const SYSTEM_PATHS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The one command that installs a browser for these tests. */
export const INSTALL_COMMAND = "npx playwright install chromium";

/** The browser of these tests: STUDY_CHROMIUM, else Playwright's own, else the system's, else null. */
export function findChromium(): string | null {
  const places = [process.env.STUDY_CHROMIUM ?? "", chromium.executablePath(), ...SYSTEM_PATHS];
  return places.find((path) => existsSync(path)) ?? null;
}
