import { assertNever } from "@/lib/shared/invariant";
import type { ScoreFigure, Spread } from "./score-data";
import { wrapText } from "./svg";

/** What an error bar shows, in words. */
export function spreadText(spread: Spread): string {
  switch (spread) {
    case "sd":
      return "Error bars: ± 1 standard deviation of the ratings.";
    case "se":
      return "Error bars: ± 1 standard error of the participants' means (over listeners only).";
    case "ci95":
      return "Error bars: 95 % interval of the mean over participants (over listeners only).";
    default:
      return assertNever(spread);
  }
}

/**
 * The caption of a score figure: what bars and error bars are, how many ratings each bar holds,
 * how many participants there are, who was left out, and any stamps.
 */
export function scoreCaption(figure: ScoreFigure): string {
  return captionSentences(figure).join(" ");
}

/** The caption broken into lines of at most `width` pixels at the given letter size. */
export function captionLines(figure: ScoreFigure, width: number, size: number): string[] {
  return wrapText(scoreCaption(figure), width, size);
}

function captionSentences(figure: ScoreFigure): string[] {
  return [
    `${figure.title}.`,
    "Bars: mean rating per condition and dimension.",
    ...meansText(figure),
    spreadText(figure.spread),
    countsText(figure),
    `Ratings used: ${figure.analysisSet}.`,
    excludedText(figure.excluded),
    ...figure.stamps,
  ];
}

/** The bars' numbers in words: what each condition was given on each dimension. */
function meansText({ conditions, dimensions, cells }: ScoreFigure): string[] {
  const means = conditions.flatMap(({ id, label }) => {
    const own = dimensions.flatMap((dimension) => {
      const cell = cells.find((c) => c.condition === id && c.dimension === dimension.id);
      return cell && cell.n > 0 ? [`${dimension.label} ${cell.mean.toFixed(3)}`] : [];
    });
    return own.length > 0 ? [`${label} ${own.join(", ")}`] : [];
  });
  return means.length > 0 ? [`Means: ${means.join("; ")}.`] : [];
}

function countsText(figure: ScoreFigure): string {
  const counts = figure.cells.map((cell) => cell.n);
  if (counts.length === 0) return "No ratings yet.";
  const [low, high] = [Math.min(...counts), Math.max(...counts)];
  const people = Math.max(...figure.cells.map((cell) => cell.participants));
  const bars = low === high ? `n = ${low} ratings a bar` : `n = ${low} to ${high} ratings a bar`;
  return `${bars}, from ${people} participant${people === 1 ? "" : "s"}.`;
}

function excludedText(excluded: number): string {
  if (excluded === 0) return "Nobody was excluded.";
  return `${excluded} participant${excluded === 1 ? " was" : "s were"} excluded.`;
}
