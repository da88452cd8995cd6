import { useTranslations } from "next-intl";
import { useComposition } from "@/app/(public)/compose/_piece/composition";
import type { PieceNote } from "@/lib/compose/piece";
import { authorOf } from "@/lib/compose/turns";
import { STEPS_PER_BAR, STEPS_PER_QUARTER } from "@/lib/music/notes";
import { pitchName } from "@/lib/music/pitch-names";

/** Tells a note in words: pitch, place, length, author, lock. */
export function useNoteName(): (note: PieceNote) => string {
  const t = useTranslations("compose.note");
  const { piece } = useComposition();
  return (note) => {
    const { model, changedFrom } = authorOf(piece, note);
    const by = model
      ? t("byModel", { model })
      : changedFrom
        ? t("changed", { model: changedFrom })
        : t("byYou");
    const place = t("name", {
      pitch: pitchName(note.pitch),
      bar: Math.floor(note.start / STEPS_PER_BAR) + 1,
      beat: String((note.start % STEPS_PER_BAR) / STEPS_PER_QUARTER + 1),
      length: note.duration,
    });
    return [place, by, ...(note.locked ? [t("locked")] : [])].join(", ");
  };
}
