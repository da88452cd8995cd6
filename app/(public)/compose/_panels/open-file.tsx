"use client";

import { useTranslations } from "next-intl";
import { useRef } from "react";
import { Button } from "@/app/_components/button";
import { useComposition } from "@/app/(public)/compose/_piece/composition";
import { setTempo, writeNotes } from "@/lib/compose/edit";
import { newPiece } from "@/lib/compose/piece";

const PIECE_FILE = /\.json$/i;

/** Opens a MIDI file, or a piece that somebody shared. */
export function OpenFile() {
  const t = useTranslations("compose.share");
  const { open, setNotice } = useComposition();
  const field = useRef<HTMLInputElement>(null);
  const read = async (file: File) => {
    try {
      if (PIECE_FILE.test(file.name)) {
        const { readPieceFile } = await import("@/lib/compose/read-shared");
        return open(readPieceFile(await file.text()));
      }
      const { melodyOfMidi } = await import("@/lib/compose/midi-melody");
      const melody = melodyOfMidi(new Uint8Array(await file.arrayBuffer()));
      const title = file.name.replace(/\.[^.]*$/, "").slice(0, 80);
      const piece = setTempo({ ...newPiece(), title }, melody.tempo);
      open(writeNotes(piece, 0, melody.notes));
      const said = (["leftOut", "moved"] as const).flatMap((what) =>
        melody[what] > 0 ? [t(what, { count: melody[what] })] : [],
      );
      if (said.length > 0) setNotice(said.join(" "));
    } catch (error) {
      setNotice(`${file.name}: ${error instanceof Error ? error.message : error}`);
    }
  };
  return (
    <>
      <input
        ref={field}
        type="file"
        accept=".mid,.midi,.json,audio/midi,application/json"
        hidden
        aria-label={t("open")}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) void read(file);
          event.target.value = "";
        }}
        data-open
      />
      <Button look="secondary" onClick={() => field.current?.click()}>
        {t("open")}
      </Button>
    </>
  );
}
