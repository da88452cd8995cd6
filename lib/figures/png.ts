import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { renderAsync } from "@resvg/resvg-js";
import { invariant } from "@/lib/shared/invariant";

const FONT_FILES = ["Inter-Regular.ttf", "Inter-SemiBold.ttf"];

/** The full paths of the bundled font files (Inter, SIL Open Font License 1.1). */
export function figureFontFiles(): string[] {
  const folders = [
    join(process.cwd(), "lib/figures/fonts"),
    join(dirname(fileURLToPath(import.meta.url)), "fonts"),
  ];
  const folder = folders.find((one) => existsSync(join(one, FONT_FILES[0]!)));
  invariant(
    folder,
    `figure fonts: expected ${FONT_FILES.join(" and ")} in one of ${folders.join(", ")}`,
  );
  return FONT_FILES.map((file) => join(folder, file));
}

/**
 * Renders a figure as PNG with the bundled font alone, so that every machine gives the same picture.
 * @param svg a complete SVG document
 * @param zoom pixels of the PNG per pixel of the SVG (2 prints well at column width)
 * @throws Error when the markup can't be read
 */
export async function figurePng(svg: string, zoom = 2): Promise<Buffer> {
  const image = await renderAsync(svg, {
    fitTo: { mode: "zoom", value: zoom },
    background: "#ffffff",
    font: {
      fontFiles: figureFontFiles(),
      loadSystemFonts: false,
      defaultFontFamily: "Inter",
      sansSerifFamily: "Inter",
    },
  });
  return image.asPng();
}
