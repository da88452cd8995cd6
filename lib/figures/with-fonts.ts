import { readFileSync } from "node:fs";
import { fontFile } from "./font-files";

/** The SVG with its typeface inside (Inter's Latin letters, all weights), so that it looks alike everywhere. */
export function withFonts(svg: string): string {
  const latin = readFileSync(fontFile("Inter-latin.woff2")).toString("base64");
  const face = `@font-face{font-family:Inter;font-weight:100 900;src:url(data:font/woff2;base64,${latin}) format('woff2')}`;
  return svg.replace("</desc>", `</desc><style>${face}</style>`);
}
