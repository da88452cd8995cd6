import { label, wrapText } from "./svg";

const SIZE = 12;
const LINE = 17;

/** A caption as drawn text, and the height that it takes. */
export interface DrawnCaption {
  height: number;
  markup: string;
}

/** Draws a caption in lines of at most `width` pixels below `top`; nothing for an empty one. */
export function drawnCaption(
  text: string | undefined,
  left: number,
  top: number,
  width: number,
): DrawnCaption {
  if (!text) return { height: 0, markup: "" };
  const lines = wrapText(text, width, SIZE);
  return {
    height: lines.length * LINE + 14,
    markup: lines
      .map((line, row) =>
        label(left, top + 14 + row * LINE, line, { "font-size": SIZE, fill: "#222222" }),
      )
      .join(""),
  };
}

/** What every caption of a result says beside the marks: which ratings, who was left out, stamps. */
export interface FigureSource {
  analysisSet: string;
  excluded: number;
  stamps: readonly string[];
}

/** The sentences of a figure's source. */
export function sourceSentences({ analysisSet, excluded, stamps }: FigureSource): string[] {
  return [
    `Ratings used: ${analysisSet}.`,
    excluded === 0
      ? "Nobody was excluded."
      : `${excluded} participant${excluded === 1 ? " was" : "s were"} excluded.`,
    ...stamps,
  ];
}
