import type { ArchiveFile } from "@/lib/export/zip";
import { figurePdf } from "@/lib/figures/pdf";
import { figurePng } from "@/lib/figures/png";
import { withFonts } from "@/lib/figures/with-fonts";
import type { FigureRequest } from "@/lib/services/result/score-figure";
import { type StudyFigureKind, studyFigureSvg } from "@/lib/services/result/study-figures";
import type { StudyFacts } from "@/lib/services/study/study-facts";

/** The figures of a bundle, each as SVG, PNG and PDF with its caption and fonts inside. */
export function bundleFigures(facts: StudyFacts, stamps: readonly string[]): ArchiveFile[] {
  const request: FigureRequest = { spread: "sd", selection: "plan", stamps: [...stamps] };
  const kinds: StudyFigureKind[] = ["scores", "differences", "values"];
  return kinds.flatMap((kind) => {
    const svg = () => studyFigureSvg(facts, kind, request);
    const path = `products/figures/${kind}`;
    return [
      { path: `${path}.svg`, content: async () => withFonts(await svg()) },
      { path: `${path}.png`, packed: true, content: async () => figurePng(await svg()) },
      { path: `${path}.pdf`, packed: true, content: async () => figurePdf(await svg()) },
    ];
  });
}
