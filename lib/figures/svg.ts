import { escapeXml } from "@/lib/shared/escape-xml";

/** Attribute values of a drawn element; undefined leaves the attribute out. */
export type SvgAttributes = Record<string, string | number | undefined>;

/** A coordinate with at most two decimals, so that files stay small and comparable. */
export function round2(value: number): number {
  return Math.round(value * 100) / 100;
}

/**
 * One element as markup.
 * @param name the element's name
 * @param attributes numbers are rounded to two decimals, texts are escaped
 * @param children ready markup, or nothing for an empty element
 */
export function element(name: string, attributes: SvgAttributes, children?: string): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) =>
        ` ${key}="${escapeXml(String(typeof value === "number" ? round2(value) : value))}"`,
    )
    .join("");
  return children === undefined
    ? `<${name}${written}/>`
    : `<${name}${written}>${children}</${name}>`;
}

/** A text element at (x, y); the text is escaped. */
export function label(x: number, y: number, text: string, attributes: SvgAttributes = {}): string {
  return element("text", { x, y, ...attributes }, escapeXml(text));
}

/** A straight line from (x1, y1) to (x2, y2). */
export function line(
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  attributes: SvgAttributes = {},
): string {
  return element("line", { x1, y1, x2, y2, ...attributes });
}

/** The width in pixels of a text set in Inter, estimated from its characters' usual widths. */
export function textWidth(text: string, size: number): number {
  let ems = 0;
  for (const character of text) ems += characterWidth(character);
  return ems * size;
}

/** Breaks a text into lines no wider than `width` pixels; single words longer than that stay whole. */
export function wrapText(text: string, width: number, size: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(`${last} ${word}`, size) <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}

/** The font stack of every figure: the bundled family first. */
export const FIGURE_FONT = "Inter, 'Inter Variable', Arial, sans-serif";

/** What a whole figure needs: its size in pixels, its accessible name and description. */
export interface FigureFrame {
  width: number;
  height: number;
  title: string;
  description: string;
  /** Holds links: a group instead of a picture, so that they can be reached. */
  linked?: boolean;
}

/** Puts drawn markup into a complete SVG document on a white ground. */
export function svgDocument(frame: FigureFrame, children: string): string {
  const { width, height, title, description, linked = false } = frame;
  const ground = element("rect", { width, height, fill: "#ffffff" });
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${round2(width)} ${round2(height)}`,
      width,
      height,
      role: linked ? "group" : "img",
      "aria-label": title,
      "font-family": FIGURE_FONT,
    },
    `<title>${escapeXml(title)}</title><desc>${escapeXml(description)}</desc>${ground}${children}`,
  );
}

function characterWidth(character: string): number {
  const code = character.codePointAt(0)!;
  if (code > 0x2e80) return 1;
  if (/[iljtfrI.,:;'|!() ]/.test(character)) return 0.32;
  if (/[mwMW@%]/.test(character)) return 0.88;
  return /[A-Z]/.test(character) ? 0.68 : 0.59;
}
