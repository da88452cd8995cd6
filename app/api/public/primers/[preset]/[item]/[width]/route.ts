import { galleryPrimer } from "@/app/(public)/gallery/gallery-primers";
import { GALLERY_PRESETS, publicGallery } from "@/lib/services/set/public-gallery";

const notFound = () => Response.json({ error: "not found" }, { status: 404 });

/** Score of a primer of the gallery, drawn for a phone (`narrow`) or a wider window (`wide`). */
export async function GET(
  _request: Request,
  context: { params: Promise<{ preset: string; item: string; width: string }> },
): Promise<Response> {
  const { preset: asked, item, width } = await context.params;
  const preset = GALLERY_PRESETS.find((one) => one === asked);
  const set = preset && (await publicGallery())[preset];
  if (!set || (width !== "narrow" && width !== "wide")) return notFound();
  const drawn = await galleryPrimer(preset, set, item);
  if (!drawn) return notFound();
  return new Response(drawn[width], {
    headers: { "content-type": "image/svg+xml", "cache-control": "public, max-age=3600" },
  });
}
