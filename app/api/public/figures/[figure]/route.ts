import { drawnOnce } from "@/app/_server/drawn-once";
import { figure9, figure10 } from "@/app/_server/figure-data";
import { activationOutputSvg } from "@/lib/figures/activation-figure";
import type { ConfidenceData } from "@/lib/figures/confidence-data";
import { confidenceHeatMapsSvg } from "@/lib/figures/confidence-figure";
import { withFonts } from "@/lib/figures/with-fonts";

const heatMaps = drawnOnce((data: ConfidenceData) => withFonts(confidenceHeatMapsSvg(data)));

function drawn(name: string): string | null {
  if (name === "confidence") {
    const data = figure9();
    return data && heatMaps(data);
  }
  const [, output] = /^activation-(\d{1,3})$/.exec(name) ?? [];
  const data = figure10();
  if (!output || !data?.classes[Number(output)]) return null;
  return activationOutputSvg(data, Number(output));
}

/** A figure of the models page: `confidence` (Figure 9) or `activation-N` (Figure 10, output N). */
export async function GET(
  _request: Request,
  context: { params: Promise<{ figure: string }> },
): Promise<Response> {
  const svg = drawn((await context.params).figure);
  if (!svg) return Response.json({ error: "not found" }, { status: 404 });
  return new Response(svg, {
    headers: { "content-type": "image/svg+xml", "cache-control": "public, max-age=86400" },
  });
}
