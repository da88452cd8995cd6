import { renderAsync } from "@resvg/resvg-js";
import { fontFile } from "./font-files";

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
      fontFiles: [fontFile("Inter-Regular.ttf"), fontFile("Inter-SemiBold.ttf")],
      loadSystemFonts: false,
      defaultFontFamily: "Inter",
      sansSerifFamily: "Inter",
    },
  });
  return image.asPng();
}
