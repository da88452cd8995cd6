"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_components/button";
import { useComposition } from "@/app/(public)/compose/_piece/composition";
import { soundLine } from "@/app/(public)/compose/_workers/lines";
import { plainNotes } from "@/lib/compose/answer";
import { musicBars, type Piece } from "@/lib/compose/piece";
import { pieceFile, pieceHash } from "@/lib/compose/share";
import { notesToMidi } from "@/lib/music/midi";
import { STEPS_PER_BAR } from "@/lib/music/notes";
import { musicXml } from "@/lib/score/musicxml";
import styles from "./panels.module.css";

/** Hands the browser a file to save. */
function save(content: Uint8Array | string, name: string, type: string): void {
  const url = URL.createObjectURL(new Blob([content as BlobPart], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers read the address only after this moment.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A file name from the title, in any script; "piece" without one. */
function fileName(piece: Piece, ending: string): string {
  const words = piece.title.match(/[\p{L}\p{N}]+/gu) ?? ["piece"];
  return `${words.join("-").toLowerCase()}.${ending}`;
}

const inWriting = (piece: Piece) => ({
  tempo: piece.tempo,
  bars: musicBars(piece.notes),
  ...(piece.title ? { title: piece.title } : {}),
});

/** The piece as a file for other programs, as a file or link for other people. */
export function SharePanel() {
  const t = useTranslations("compose.share");
  const { piece, setNotice } = useComposition();
  const [share, setShare] = useState<number | null>(null);
  const empty = piece.notes.length === 0;
  const notes = () => plainNotes(piece.notes);
  const steps = musicBars(piece.notes) * STEPS_PER_BAR;

  const midi = () =>
    save(notesToMidi(notes(), { tempo: piece.tempo, steps }), fileName(piece, "mid"), "audio/midi");
  const xml = () =>
    save(
      musicXml(notes(), inWriting(piece)),
      fileName(piece, "musicxml"),
      "application/vnd.recordare.musicxml+xml",
    );
  const mp3 = async () => {
    setShare(0);
    try {
      const request = { kind: "mp3", notes: notes(), tempo: piece.tempo, steps } as const;
      const reply = await soundLine.ask(request, { onShare: setShare });
      save(reply.mp3, fileName(piece, "mp3"), "audio/mpeg");
    } catch (error) {
      setNotice(`MP3: ${error instanceof Error ? error.message : error}`);
    }
    setShare(null);
  };
  return (
    <div className={styles.stack}>
      <div className={styles.row}>
        <Button look="secondary" disabled={empty} onClick={midi} data-export="midi">
          MIDI
        </Button>
        <Button look="secondary" disabled={empty} onClick={xml} data-export="musicxml">
          MusicXML
        </Button>
        <Button look="secondary" disabled={empty || share !== null} onClick={mp3} data-export="mp3">
          MP3
        </Button>
        {share === null ? null : <progress max={1} value={share} aria-label={t("rendering")} />}
      </div>
      <div className={styles.row}>
        <Button
          look="secondary"
          disabled={empty}
          onClick={() => save(pieceFile(piece), fileName(piece, "json"), "application/json")}
          data-export="piece"
        >
          {t("file")}
        </Button>
        <LinkButton piece={piece} disabled={empty} />
      </div>
      <p className={styles.hint}>{t("hint")}</p>
    </div>
  );
}

function LinkButton({ piece, disabled }: { piece: Piece; disabled: boolean }) {
  const t = useTranslations("compose.share");
  const [link, setLink] = useState<string | null>(null);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    const address = `${location.origin}${location.pathname}${location.search}${pieceHash(piece)}`;
    setLink(address);
    const done = await navigator.clipboard?.writeText(address).then(
      () => true,
      () => false,
    );
    setCopied(done === true);
  };
  return (
    <>
      <Button look="secondary" disabled={disabled} onClick={copy} data-export="link">
        <span aria-live="polite">{copied ? t("copied") : t("link")}</span>
      </Button>
      {link ? (
        <input
          className={styles.link}
          readOnly
          aria-label={t("address")}
          value={link}
          onFocus={(event) => event.target.select()}
          data-link
        />
      ) : null}
    </>
  );
}
