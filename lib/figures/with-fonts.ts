import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { invariant } from "@/lib/shared/invariant";

const FILE = "Inter-latin.woff2";

/** The SVG with its typeface inside (Inter's Latin letters, all weights), so that it looks alike everywhere. */
export function withFonts(svg: string): string {
  const face = `@font-face{font-family:Inter;font-weight:100 900;src:url(data:font/woff2;base64,${latinFont()}) format('woff2')}`;
  return svg.replace("</desc>", `</desc><style>${face}</style>`);
}

function latinFont(): string {
  const folders = [
    join(process.cwd(), "lib/figures/fonts"),
    join(dirname(fileURLToPath(import.meta.url)), "fonts"),
  ];
  const folder = folders.find((one) => existsSync(join(one, FILE)));
  invariant(folder, `figure fonts: expected ${FILE} in one of ${folders.join(", ")}`);
  return readFileSync(join(folder, FILE)).toString("base64");
}
