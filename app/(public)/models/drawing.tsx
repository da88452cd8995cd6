import { publicFigure } from "@/app/_server/public-figures";
import { FetchedDrawing } from "@/app/(public)/models/fetched-drawing";

/** A figure by its name, fetched when a reader comes near it; nothing where there is no data for it. */
export function LazyDrawing({ name, label }: { name: string; label: string }) {
  const figure = publicFigure(name);
  if (!figure) return null;
  const { svg: _, ...rest } = figure;
  return <FetchedDrawing {...rest} label={label} />;
}
