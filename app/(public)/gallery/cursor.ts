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

/** A band over the staff, where the last note began. */
class Band {
  private readonly rect = document.createElementNS(SVG, "rect");

  constructor(private readonly score: SVGSVGElement | undefined) {
    this.rect.setAttribute("class", "cursor");
  }

  moveTo(note: Element | null | undefined): void {
    const staff = note?.closest(".staff");
    const page = this.score?.querySelector(".page-margin");
    if (!(note instanceof SVGGraphicsElement) || !(staff instanceof SVGGraphicsElement) || !page) {
      this.rect.remove();
      return;
    }
    // Taken out first: its own size would count among the page's.
    this.rect.remove();
    const [head, whole] = [note.getBBox(), staff.getBBox()];
    const margin = head.width / 2;
    this.rect.setAttribute("x", String(head.x - margin));
    this.rect.setAttribute("width", String(head.width + 2 * margin));
    this.rect.setAttribute("y", String(whole.y - margin));
    this.rect.setAttribute("height", String(whole.height + 2 * margin));
    page.prepend(this.rect);
  }

  remove(): void {
    this.rect.remove();
  }
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
 * Puts a cursor on the drawings of a sheet: in the score a band stands where the last note began and the
 * notes that sound are marked (attribute `data-sounding`), a line moves over the piano roll.
 */
export function cursorOn(place: HTMLElement, sheet: ClipSheet): Cursor {
  // The score holds drawings in its drawing: only the outer ones are meant.
  const [score, roll] = Array.from(place.querySelectorAll<SVGSVGElement>("section > div > svg"));
  const band = new Band(score);
  const line = rollCursor(roll ?? null);
  const width = roll?.viewBox.baseVal.width ?? 0;
  const sounding = soundingAfter(sheet.moments);
  const note = (id: string) => score?.querySelector(`[id="${CSS.escape(id)}"]`);
  let shown = -1;
  const mark = (moment: number) => {
    for (const id of sounding[shown] ?? []) note(id)?.removeAttribute("data-sounding");
    for (const id of sounding[moment] ?? []) note(id)?.setAttribute("data-sounding", "");
    const begun = sheet.moments[moment]?.on[0];
    if (begun) band.moveTo(note(begun));
    else if (moment < 0) band.remove();
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
      band.remove();
      line?.remove();
    },
  };
}
