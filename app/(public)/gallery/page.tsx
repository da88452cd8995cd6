import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_components/client-messages";
import { drawnSize } from "@/app/_server/drawn-size";
import { Browser, type GalleryItem } from "@/app/(public)/gallery/browser";
import styles from "@/app/(public)/gallery/gallery.module.css";
import { GALLERY_TASKS, galleryPrimer } from "@/app/(public)/gallery/gallery-primers";
import type { PrimerWidth } from "@/app/(public)/gallery/primer";
import { hasTrained } from "@/app/(public)/gallery/trained";
import page from "@/app/(public)/public.module.css";
import {
  GALLERY_PRESETS,
  type GalleryPreset,
  type GallerySet,
  publicGallery,
} from "@/lib/services/set/public-gallery";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("gallery");
  return { title: t("title"), description: t("lead") };
}

/** Pieces of every network to hear and read, task by task. */
export default async function GalleryPage() {
  const t = await getTranslations("gallery");
  const sets = await publicGallery();
  return (
    <ClientMessages namespaces={["gallery"]}>
      <div className={page.hero}>
        <h1>{t("title")}</h1>
        <p>{t("lead")}</p>
      </div>
      {GALLERY_PRESETS.map((preset) => (
        <Task key={preset} preset={preset} set={sets[preset]} />
      ))}
    </ClientMessages>
  );
}

async function Task({ preset, set }: { preset: GalleryPreset; set: GallerySet | null }) {
  const t = await getTranslations("gallery");
  const task = t(`task.${GALLERY_TASKS[preset]}`);
  return (
    <section className={styles.task}>
      <h2>{task}</h2>
      {set ? (
        <Browser setId={set.setId} items={await itemsOf(set, preset)} name={preset} />
      ) : (
        <p>{t(hasTrained(preset) ? "missing" : "untrained", { task })}</p>
      )}
    </section>
  );
}

/** Addresses and sizes of a primer's drawings: the page keeps their place until they are there. */
async function pictures(
  preset: GalleryPreset,
  set: GallerySet,
  item: string,
): Promise<GalleryItem["primer"]> {
  const drawn = await galleryPrimer(preset, set, item);
  if (!drawn) return null;
  const picture = (width: PrimerWidth) => ({
    src: `/api/public/primers/${preset}/${encodeURIComponent(item)}/${width}`,
    ...drawnSize(drawn[width]),
  });
  return { narrow: picture("narrow"), wide: picture("wide") };
}

async function itemsOf(set: GallerySet, preset: GalleryPreset): Promise<GalleryItem[]> {
  const names = [...new Set(set.pieces.map(({ item }) => item))];
  return Promise.all(
    names.map(async (item) => ({
      item,
      primer: await pictures(preset, set, item),
      pieces: set.pieces.filter((piece) => piece.item === item),
    })),
  );
}
