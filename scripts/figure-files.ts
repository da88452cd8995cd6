import fs from "node:fs";
import path from "node:path";
import { figurePng } from "@/lib/figures/png";
import { withFonts } from "@/lib/figures/with-fonts";

/** Writes each figure as SVG (typeface inside) and PNG, and the data behind them; tells the files. */
export async function writeFigures(
  folder: string,
  figures: Readonly<Record<string, string>>,
  data: { name: string; content: unknown },
): Promise<string[]> {
  fs.mkdirSync(folder, { recursive: true });
  const written: string[] = [];
  const write = (name: string, bytes: string | Uint8Array) => {
    const file = path.join(folder, name);
    fs.writeFileSync(file, bytes);
    written.push(file);
  };
  for (const [name, svg] of Object.entries(figures)) {
    write(`${name}.svg`, withFonts(svg));
    write(`${name}.png`, await figurePng(svg));
  }
  write(data.name, `${JSON.stringify(data.content, null, 1)}\n`);
  return written;
}
