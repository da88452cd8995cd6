import type { ClipSheet, SheetMoment } from "@/app/_clips/clip-sheet";

/** A cursor over score and piano roll. */
export interface Cursor {
  /** Shows what sounds at a time, seconds. */
  show(time: number): void;
  remove(): void;
}

const SVG = "http://www.w3.org/2000/svg";

/** The moment that a time belongs to: the last one that has begun; −1 before the first. */
export function momentAt(moments: readonly Pick<SheetMoment, "at">[], time: number): number {
  let [low, high] = [0, moments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (moments[middle]!.at <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function rollCursor(svg: SVGSVGElement | null): SVGLineElement | null {
  if (!svg) return null;
  const line = document.createElementNS(SVG, "line");
  line.setAttribute("class", "cursor");
  line.setAttribute("y1", "0");
  line.setAttribute("y2", String(svg.viewBox.baseVal.height));
  svg.append(line);
  return line;
}

/** Notes that sound after each moment, by their ids. */
function soundingAfter(moments: readonly SheetMoment[]): Set<string>[] {
  const sounding = new Set<string>();
  return moments.map(({ on, off }) => {
    for (const id of off) sounding.delete(id);
    for (const id of on) sounding.add(id);
    return new Set(sounding);
  });
}

/**
 * Puts a cursor on the drawings of a sheet: the notes that sound are marked in the score (attribute
 * `data-sounding`), a line moves over the piano roll.
 */
export function cursorOn(place: HTMLElement, sheet: ClipSheet): Cursor {
  const [score, roll] = Array.from(place.querySelectorAll<SVGSVGElement>("section svg"));
  const line = rollCursor(roll ?? null);
  const width = roll?.viewBox.baseVal.width ?? 0;
  const sounding = soundingAfter(sheet.moments);
  const note = (id: string) => score?.querySelector(`[id="${CSS.escape(id)}"]`);
  let shown = -1;
  const mark = (moment: number) => {
    for (const id of sounding[shown] ?? []) note(id)?.removeAttribute("data-sounding");
    for (const id of sounding[moment] ?? []) note(id)?.setAttribute("data-sounding", "");
    place.dataset.moment = String(moment);
    shown = moment;
  };
  return {
    show(time) {
      const moment = time === 0 ? -1 : momentAt(sheet.moments, time);
      if (moment !== shown) mark(moment);
      const x = String(Math.min(width, (time / (sheet.steps * sheet.stepSeconds)) * width));
      line?.setAttribute("x1", x);
      line?.setAttribute("x2", x);
    },
    remove() {
      mark(-1);
      line?.remove();
    },
  };
}
