import PDFDocument from "pdfkit";
import svgToPdf from "svg-to-pdfkit";
import { engrave } from "@/lib/score/engrave";

/** A4 in points. */
const PAGE = { width: 595.28, height: 841.89 };
const MARGIN = 42;
/** CSS pixels across the printed width: a staff of about 6 mm. */
const SCORE_WIDTH_PX = 860;
const TITLE_POINTS = 14;

/** One score of a PDF. */
export interface PdfScore {
  /** MusicXML of `musicXml`. */
  xml: string;
  /** Printed above it; nothing when absent. */
  title?: string;
}

/**
 * Prints scores as one PDF, A4 upright, a score after the other with as many to a page as fit. The
 * same scores give the same bytes: no time of making is written.
 */
export async function scoresPdf(scores: readonly PdfScore[]): Promise<Uint8Array> {
  const info = { CreationDate: new Date(0), ModDate: new Date(0), Producer: "", Creator: "" };
  const document = new PDFDocument({ size: "A4", margin: 0, info, compress: true });
  const chunks: Buffer[] = [];
  document.on("data", (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((resolve) => document.on("end", resolve));
  const points = PAGE.width - 2 * MARGIN;
  let y = MARGIN;
  for (const { xml, title } of scores) {
    const { svg, width, height } = await engrave(xml, { width: SCORE_WIDTH_PX });
    const printed = (height * points) / width;
    const needed = printed + (title ? 2 * TITLE_POINTS : 0);
    if (y > MARGIN && y + needed > PAGE.height - MARGIN) {
      document.addPage();
      y = MARGIN;
    }
    if (title) {
      document
        .font("Helvetica-Bold")
        .fontSize(TITLE_POINTS)
        .text(title, MARGIN, y, { width: points });
      y += 2 * TITLE_POINTS;
    }
    const sized = svg.replace(
      /width="\d+px" height="\d+px"/,
      `width="${points}" height="${printed}"`,
    );
    svgToPdf(document, sized, MARGIN, y, { assumePt: true });
    y += printed + TITLE_POINTS;
  }
  document.end();
  await ended;
  return new Uint8Array(Buffer.concat(chunks));
}
