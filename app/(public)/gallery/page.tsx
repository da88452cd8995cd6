import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_components/client-messages";
import { Browser, type GalleryItem } from "@/app/(public)/gallery/browser";
import styles from "@/app/(public)/gallery/gallery.module.css";
import { drawnPrimer } from "@/app/(public)/gallery/primer";
import { hasTrained } from "@/app/(public)/gallery/trained";
import page from "@/app/(public)/public.module.css";
import {
  GALLERY_PRESETS,
  type GalleryPreset,
  type GallerySet,
  publicGallery,
} from "@/lib/services/public-gallery";

/** Task of each set preset. */
const TASKS = { families: "melody", chorales: "polyphony" } as const;

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
  const task = t(`task.${TASKS[preset]}`);
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

async function itemsOf(set: GallerySet, preset: GalleryPreset): Promise<GalleryItem[]> {
  const names = [...new Set(set.pieces.map(({ item }) => item))];
  return Promise.all(
    names.map(async (item) => ({
      item,
      primer: set.corpus ? await drawnPrimer(set.corpus, item, TASKS[preset]) : null,
      pieces: set.pieces.filter((piece) => piece.item === item),
    })),
  );
}
