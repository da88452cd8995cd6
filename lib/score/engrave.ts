import type { VerovioToolkit } from "verovio/esm";
import { STEPS_PER_QUARTER } from "@/lib/music/notes";
import type { EngravedScore, EngraveSettings, TimeMapEntry } from "@/lib/score/types";
import { InputError, invariant } from "@/lib/shared/invariant";

/** Narrowest width into which a bar of sixteenths fits. */
const NARROWEST_PX = 200;
/** Percent at which verovio draws a staff 32 px high, its own pixel being a tenth of a staff step. */
const SCALE_PERCENT = 44;
/** The largest page verovio takes; ours is cut to its content. */
const HIGHEST_PAGE = 60_000;
/** Share of the width in which the bars of a line must fit before they are spread over all of it. */
const FIRST_WIDTH = 0.94;

let loading: Promise<VerovioToolkit> | undefined;

/** The engraver, loaded on first use and kept: a few MB that pages without a score never fetch. */
export function loadEngraver(): Promise<VerovioToolkit> {
  loading ??= load();
  return loading;
}

async function load(): Promise<VerovioToolkit> {
  const [{ default: createModule }, { enableLog, LOG_OFF, VerovioToolkit }] = await Promise.all([
    import("verovio/wasm"),
    import("verovio/esm"),
  ]);
  const module = await createModule();
  enableLog(LOG_OFF, module);
  return new VerovioToolkit(module);
}

/**
 * Engraves MusicXML as one SVG of the given width, lines broken to it. Works in Node and in a browser;
 * the same input gives the same text. Colours are left to the page: the drawing takes `currentColor`.
 * @throws InputError when the MusicXML can't be read or the width is under 200 px
 */
export async function engrave(xml: string, settings: EngraveSettings): Promise<EngravedScore> {
  const { width, scale = 1 } = settings;
  if (!(width >= NARROWEST_PX)) {
    throw new InputError(`score width: expected at least ${NARROWEST_PX} px, got ${width}`);
  }
  const toolkit = await loadEngraver();
  const percent = SCALE_PERCENT * scale;
  const pageWidth = Math.floor((width * 100) / percent);
  // A first drawing, a little narrower, shows how many bars a line takes with room to breathe.
  const tight = draw(toolkit, xml, {
    pageWidth: pageWidth * FIRST_WIDTH,
    scale: percent,
    breaks: "auto",
  });
  const lines = evenLines(barsPerLine(tight));
  const broken = withLineBreaks(xml, lines);
  const full = lines.at(-1) === Math.max(...lines);
  const drawn = draw(toolkit, broken, {
    pageWidth,
    scale: percent,
    breaks: "encoded",
    // A last line with as many bars as the others is spread like them.
    minLastJustification: full ? 0 : 0.8,
  });
  const [, w, h] = /<svg width="(\d+)px" height="(\d+)px"/.exec(drawn) ?? [];
  invariant(w && h, "expected a drawing with a size");
  return {
    svg: withOwnLook(withDrawnTempo(drawn)).replace("<svg ", `<svg viewBox="0 0 ${w} ${h}" `),
    width: Number(w),
    height: Number(h),
    timeMap: timeMapOf(toolkit),
  };
}

function draw(toolkit: VerovioToolkit, xml: string, options: Record<string, unknown>): string {
  toolkit.setOptions({
    pageHeight: HIGHEST_PAGE,
    adjustPageHeight: true,
    header: "none",
    footer: "none",
    // Room for the brace that stands left of two staves.
    pageMarginLeft: xml.includes("<staves>2") ? 70 : 10,
    pageMarginRight: 10,
    pageMarginTop: 20,
    pageMarginBottom: 20,
    smuflTextFont: "none",
    xmlIdSeed: 1,
    ...options,
  });
  if (!toolkit.loadData(xml)) {
    throw new InputError("score: expected MusicXML, got text that can't be read");
  }
  invariant(toolkit.getPageCount() === 1, "expected a score that fits one page");
  return toolkit.renderToSVG(1, false);
}

function barsPerLine(svg: string): number[] {
  return svg
    .split('class="system"')
    .slice(1)
    .map((line) => line.split('class="measure"').length - 1);
}

/**
 * Spreads the bars evenly when every line but the last took at least as many: 7 and 1 become 4 and 4.
 * @param lines bars per line
 */
export function evenLines(lines: readonly number[]): number[] {
  const bars = lines.reduce((sum, count) => sum + count, 0);
  const even = Math.ceil(bars / lines.length);
  if (lines.slice(0, -1).some((count) => count < even)) return [...lines];
  return lines.map((_, index) => Math.min(even, bars - even * index)).filter((count) => count > 0);
}

function withLineBreaks(xml: string, lines: readonly number[]): string {
  let broken = xml;
  let bar = 1;
  for (const count of lines.slice(0, -1)) {
    bar += count;
    const measure = `<measure number="${bar}">`;
    broken = broken.replace(measure, `${measure}<print new-system="yes"/>`);
  }
  return broken;
}

/**
 * The note of the tempo mark is a letter of a music font, which a page or a PDF would have to load:
 * it is drawn instead.
 */
function withDrawnTempo(svg: string): string {
  const letter =
    /<text x="(\d+)" y="(\d+)" font-size="0px">\s*<tspan [^>]*class="rend">\s*<tspan [^>]*>\s*<tspan font-family="Leipzig"[^>]*>[^<]*<\/tspan>\s*<\/tspan>\s*<\/tspan>/g;
  return svg.replace(letter, (_, xText: string, yText: string) => {
    const [x, y] = [Number(xText), Number(yText)];
    const head = `<ellipse cx="${x + 105}" cy="${y - 75}" rx="105" ry="70" transform="rotate(-25 ${x + 105} ${y - 75})"/>`;
    const stem = `<path d="M${x + 200} ${y - 100}V${y - 560}" stroke-width="24"/>`;
    return `${head}${stem}<text x="${x + 250}" y="${y}" font-size="0px">`;
  });
}

/** Says by attributes what a style sheet says, which a page's policy may block and a PDF can't read. */
function withOwnLook(svg: string): string {
  return svg
    .replace(/<style[\s\S]*?<\/style>/g, "")
    .replace(/ stroke-width="/g, ' stroke="currentColor" stroke-width="')
    .replace(/class="tempo"/g, 'class="tempo" font-weight="bold"')
    .replace(/class="mNum"/g, 'class="mNum" font-style="italic"');
}

function timeMapOf(toolkit: VerovioToolkit): TimeMapEntry[] {
  return toolkit.renderToTimemap({}).map(({ qstamp, on = [], off = [] }) => ({
    step: Math.round(qstamp * STEPS_PER_QUARTER),
    on,
    off,
  }));
}
