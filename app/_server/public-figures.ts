import { committedJson } from "@/app/_server/committed-json";
import { drawnSize } from "@/app/_server/drawn-size";
import { figure9, figure10 } from "@/app/_server/figure-data";
import type { ActivationData } from "@/lib/figures/activation-data";
import { activationCourseSvg, activationOutputSvg } from "@/lib/figures/activation-figure";
import type { ConfidenceData } from "@/lib/figures/confidence-data";
import {
  confidenceByClassSvg,
  confidenceHeatMapsSvg,
  entropySvg,
  reliabilitySvg,
} from "@/lib/figures/confidence-figure";
import { convergenceFigureSvg, tableLossFigureSvg } from "@/lib/figures/convergence-figure";
import { LENGTH_MEASURES, lengthFigureSvg } from "@/lib/figures/length-figure";
import { lossCurvesSvg } from "@/lib/figures/loss-curves-figure";
import {
  type ClaimsView,
  CONVERGENCE_WINDOWS,
  claimsView,
  type TrainingTableView,
  trainingLogView,
  trainingTableView,
} from "@/lib/figures/training-data";
import { sha256Hex } from "@/lib/shared/canonical-json";

/** A figure of the models page. */
export interface PublicFigure {
  svg: string;
  /** Size that it is drawn for, pixels. */
  width: number;
  height: number;
  /** Where it is fetched from; another one whenever the drawing changes, so that it can be kept. */
  source: string;
}

/** What the figures are drawn from. */
interface FigureData {
  confidence: ConfidenceData | null;
  activation: ActivationData | null;
  training: TrainingTableView | null;
  claims: ClaimsView | null;
}

/** The training table, or null. */
export const trainingTable = () =>
  committedJson("artifacts/training-table.json", trainingTableView);

/** The paper's claims beside what was measured, or null. */
export const claimsTable = () => committedJson("artifacts/claims.json", claimsView);

type Draw<Data> = (data: Data, rest: string) => string | null;

const CONFIDENCE = new Map<string, (data: ConfidenceData) => string | null>([
  ["maps", confidenceHeatMapsSvg],
  ["by-class", confidenceByClassSvg],
  ["entropy", entropySvg],
  ["calibration", reliabilitySvg],
]);

/** How each figure is drawn, by the part of its name before the first dash, and what follows that. */
const DRAWINGS: { [Name in keyof FigureData]: Draw<NonNullable<FigureData[Name]>> } = {
  confidence: (data, rest) => CONFIDENCE.get(rest)?.(data) ?? null,
  activation: (data, rest) => {
    if (rest === "course") return activationCourseSvg(data);
    return /^\d{1,3}$/.test(rest) && data.classes[Number(rest)]
      ? activationOutputSvg(data, Number(rest))
      : null;
  },
  training: (data, corpus) => lossCurvesSvg(logsOf(data, corpus)),
  claims: ({ convergence, length, paper }, rest) => {
    if (rest === "table-loss") return tableLossFigureSvg(convergence, paper);
    const windows = CONVERGENCE_WINDOWS.find((one) => rest === `convergence-${one}`);
    if (windows) return convergenceFigureSvg(convergence, windows, paper);
    const measure = LENGTH_MEASURES.find((one) => rest === `length-${one}`);
    return measure && length.length > 0 ? lengthFigureSvg(length, measure) : null;
  },
};

const READ: { [Name in keyof FigureData]: () => FigureData[Name] } = {
  confidence: figure9,
  activation: figure10,
  training: trainingTable,
  claims: claimsTable,
};

function logsOf(table: TrainingTableView, corpus: string) {
  return table.rows
    .filter((row) => row.corpus === corpus && row.shipped)
    .flatMap(({ model }) => {
      const log = committedJson(`checkpoints/${corpus}/${model}/checkpoint.json`, trainingLogView);
      return log ? [log] : [];
    });
}

/** Drawings by the data that they show: these stay the same objects until their files change. */
const drawn = new WeakMap<object, Map<string, PublicFigure | null>>();

/**
 * A figure of the models page: `confidence-maps`, `-by-class`, `-entropy` and `-calibration` (Figure 9),
 * `activation-N` (Figure 10, output N) and `activation-course`, `training-CORPUS` (loss curves),
 * `claims-convergence-WINDOWS`, `claims-table-loss`, `claims-length-MEASURE`. Each is drawn once.
 * @returns null where there is no such figure, or no data for it
 */
export function publicFigure(name: string): PublicFigure | null {
  const [kind, rest] = /^([a-z]+)-(.+)$/.exec(name)?.slice(1) ?? [];
  if (!kind || !rest || !Object.hasOwn(DRAWINGS, kind)) return null;
  return figureOf(kind as keyof FigureData, rest);
}

function figureOf<Kind extends keyof FigureData>(kind: Kind, rest: string): PublicFigure | null {
  const data = READ[kind]();
  if (!data) return null;
  const known = drawn.get(data) ?? new Map<string, PublicFigure | null>();
  drawn.set(data, known);
  const before = known.get(rest);
  if (before !== undefined) return before;
  const svg = (DRAWINGS[kind] as Draw<typeof data>)(data, rest);
  const figure = svg === null ? null : described(`${kind}-${rest}`, svg);
  known.set(rest, figure);
  return figure;
}

function described(name: string, svg: string): PublicFigure {
  const version = sha256Hex(svg).slice(0, 12);
  const source = `/api/public/figures/${encodeURIComponent(name)}?v=${version}`;
  return { svg, ...drawnSize(svg), source };
}
