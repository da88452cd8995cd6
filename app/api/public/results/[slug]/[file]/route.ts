import { figurePdf } from "@/lib/figures/pdf";
import { figurePng } from "@/lib/figures/png";
import { withFonts } from "@/lib/figures/with-fonts";
import { clipsArchive, resultsBundle, sharedRatings } from "@/lib/services/export/results-archive";
import { type PublicResults, publicResults } from "@/lib/services/result/public-results";

interface Download {
  type: string;
  make: (shown: PublicResults) => Promise<string | Uint8Array>;
}

const ZIP = "application/zip";

/** What anybody may have of a released study, by its file's name. */
const DOWNLOADS: Readonly<Record<string, Download>> = {
  "figure.svg": { type: "image/svg+xml", make: async (s) => withFonts(s.figureWithCaption) },
  "figure.png": { type: "image/png", make: (s) => figurePng(s.figureWithCaption) },
  "figure.pdf": { type: "application/pdf", make: (s) => figurePdf(s.figureWithCaption) },
  "ratings.csv": { type: "text/csv; charset=utf-8", make: sharedRatings },
  "clips.zip": { type: ZIP, make: clipsArchive },
  "bundle.zip": { type: ZIP, make: resultsBundle },
};

/** A file of a released study's results page. */
export async function GET(
  _request: Request,
  context: { params: Promise<{ slug: string; file: string }> },
): Promise<Response> {
  const { slug, file } = await context.params;
  const download = Object.hasOwn(DOWNLOADS, file) ? DOWNLOADS[file] : undefined;
  const shown = download ? await publicResults(slug) : null;
  if (!download || !shown) return Response.json({ error: "not found" }, { status: 404 });
  const made = await download.make(shown);
  return new Response(typeof made === "string" ? made : new Uint8Array(made), {
    headers: {
      "content-type": download.type,
      "content-disposition": `attachment; filename="${slug}-${file}"`,
      // It may be taken back.
      "cache-control": "no-store",
    },
  });
}
