import { forStaff } from "@/app/_server/desk-route";
import { openLook } from "@/app/_server/open-look";
import { resultsRequest } from "@/app/_server/results-request";
import { figurePdf } from "@/lib/figures/pdf";
import { figurePng } from "@/lib/figures/png";
import { withFonts } from "@/lib/figures/with-fonts";
import { STUDY_FIGURES, studyFigureSvg } from "@/lib/services/result/study-figures";
import { studyFacts } from "@/lib/services/study/study-facts";
import { InputError } from "@/lib/shared/invariant";

const TYPES = { svg: "image/svg+xml", png: "image/png", pdf: "application/pdf" } as const;

/** A figure of a study's results as SVG, PNG or PDF, with its caption. */
export const GET = forStaff<{ slug: string }>(async ({ staff, request, params }) => {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const format = query.format ?? "svg";
  if (!(format in TYPES)) throw new InputError(`format: expected svg, png or pdf, got ${format}`);
  const facts = await studyFacts(params.slug);
  const look = await openLook(facts, staff);
  const kind = STUDY_FIGURES.find((one) => one === (query.kind ?? "scores"));
  if (!kind) throw new InputError(`kind: expected ${STUDY_FIGURES.join(", ")}, got ${query.kind}`);
  const shown = resultsRequest(query, look.stamps);
  const svg = await studyFigureSvg(facts, kind, shown, query.dimension);
  const bytes = await drawn(format as keyof typeof TYPES, svg);
  return new Response(bytes, {
    headers: {
      "content-type": TYPES[format as keyof typeof TYPES],
      "content-disposition": `attachment; filename="${facts.slug}-${kind}.${format}"`,
      "cache-control": "private, no-store",
    },
  });
});

async function drawn(format: keyof typeof TYPES, svg: string): Promise<BodyInit> {
  if (format === "svg") return withFonts(svg);
  return new Uint8Array(format === "png" ? await figurePng(svg) : await figurePdf(svg));
}
