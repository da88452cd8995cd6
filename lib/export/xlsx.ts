import { strToU8, Zip, ZipDeflate } from "fflate";
import { InputError } from "@/lib/shared/invariant";
import type { Cell } from "./csv";

/** Lines that a worksheet can hold, its header line included. */
export const WORKSHEET_LINES = 1_048_576;

/** Characters that a worksheet cell can hold. */
const CELL_CHARACTERS = 32_767;

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";

/** The parts of a workbook that do not depend on its rows. */
const FIXED_PARTS: Record<string, string> = {
  "[Content_Types].xml": `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
  "_rels/.rels": `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  "xl/workbook.xml": `${HEAD}<workbook xmlns="${SHEET}" xmlns:r="${OFFICE}"><sheets><sheet name="ratings" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  "xl/_rels/workbook.xml.rels": `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
};

/**
 * A workbook with one sheet, piece by piece. Every text is stored as a typed text cell, which
 * spreadsheets never run as a formula, so nothing has to be added to it.
 * @param header names of the columns
 * @param batches lines of cells
 * @throws InputError for more lines or longer texts than a worksheet can hold
 */
export async function* workbook(
  header: readonly string[],
  batches: AsyncIterable<readonly (readonly Cell[])[]>,
): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    ready.push(chunk);
  });
  for (const [name, content] of Object.entries(FIXED_PARTS))
    openPart(zip, name).push(strToU8(content), true);
  const sheet = openPart(zip, "xl/worksheets/sheet1.xml");
  sheet.push(strToU8(`${HEAD}<worksheet xmlns="${SHEET}"><sheetData>${row(header)}`));
  let lines = 1;
  for await (const batch of batches) {
    lines += batch.length;
    if (lines > WORKSHEET_LINES) {
      throw new InputError(
        `a worksheet holds ${WORKSHEET_LINES - 1} ratings, got more: use CSV or JSON`,
      );
    }
    sheet.push(strToU8(batch.map(row).join("")));
    yield* ready.splice(0);
  }
  sheet.push(strToU8("</sheetData></worksheet>"), true);
  zip.end();
  yield* ready.splice(0);
}

function openPart(zip: Zip, name: string): ZipDeflate {
  const part = new ZipDeflate(name, { level: 6 });
  // One fixed moment, so that equal ratings give equal files.
  part.mtime = new Date(1980, 0, 1);
  zip.add(part);
  return part;
}

function row(cells: readonly Cell[]): string {
  return `<row>${cells.map(cellMarkup).join("")}</row>`;
}

function cellMarkup(cell: Cell): string {
  if (cell === null) return "<c/>";
  if (typeof cell === "boolean") return `<c t="b"><v>${cell ? 1 : 0}</v></c>`;
  if (typeof cell === "number") return `<c><v>${cell}</v></c>`;
  return `<c t="inlineStr"><is><t xml:space="preserve">${cellText(cell)}</t></is></c>`;
}

/** Text of a cell: XML entities, and the format's own `_xHHHH_` for what XML cannot hold. */
function cellText(text: string): string {
  if (text.length > CELL_CHARACTERS) {
    throw new InputError(
      `a worksheet cell holds ${CELL_CHARACTERS} characters, got ${text.length}: use CSV or JSON`,
    );
  }
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replace(
      /[^\P{Cc}\t\n]|\p{Cs}|[\uFFFE\uFFFF]/gu,
      (odd) => `_x${odd.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`,
    )
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
