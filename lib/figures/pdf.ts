import PDFDocument from "pdfkit";
import SVGtoPDF from "svg-to-pdfkit";
import { fontFile } from "./font-files";

/** Points of a PDF per pixel of an SVG. */
const POINTS = 0.75;

/**
 * A figure as a one-page PDF of its own size, with the bundled font inside.
 * @param svg a complete SVG document with `viewBox="0 0 width height"`
 * @throws Error for an SVG without such a viewBox
 */
export async function figurePdf(svg: string): Promise<Buffer> {
  const [, width, height] = (/viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? []).map(Number);
  if (!width || !height) throw new Error("figurePdf: expected an SVG with a viewBox from 0 0");
  const size: [number, number] = [width * POINTS, height * POINTS];
  const regular = fontFile("Inter-Regular.ttf");
  const document = new PDFDocument({
    size,
    margin: 0,
    font: regular,
    info: { CreationDate: new Date(0) },
  });
  document.registerFont("regular", regular);
  document.registerFont("bold", fontFile("Inter-SemiBold.ttf"));
  const parts: Buffer[] = [];
  const finished = new Promise<Buffer>((resolve, reject) => {
    document.on("data", (part: Buffer) => parts.push(part));
    document.on("end", () => resolve(Buffer.concat(parts)));
    document.on("error", reject);
  });
  SVGtoPDF(document, svg, 0, 0, {
    width: size[0],
    height: size[1],
    preserveAspectRatio: "xMinYMin meet",
    fontCallback: (_family: string, isBold: boolean) => (isBold ? "bold" : "regular"),
  });
  document.end();
  return finished;
}
