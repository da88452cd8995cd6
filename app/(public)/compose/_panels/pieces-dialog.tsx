"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useCallback, useEffect, useState } from "react";
import { Button } from "@/app/_components/button";
import { Dialog } from "@/app/_components/dialog";
import { useComposition } from "@/app/(public)/compose/_piece/composition";
import {
  forgetPiece,
  type SavedPiece,
  savedPieces,
} from "@/app/(public)/compose/_piece/saved-pieces";
import { newPiece } from "@/lib/compose/piece";
import styles from "./panels.module.css";

/** The pieces kept in this browser, to open and to forget. */
export function PiecesDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations("compose.pieces");
  const format = useFormatter();
  const composition = useComposition();
  const { setNotice } = composition;
  const [pieces, setPieces] = useState<SavedPiece[]>([]);
  const read = useCallback(() => {
    savedPieces()
      .then(setPieces)
      .catch((error) => setNotice(String(error)));
  }, [setNotice]);
  useEffect(() => {
    if (open) read();
  }, [open, read]);
  const turnTo = ({ piece, id }: SavedPiece) => {
    composition.open(piece, id);
    onClose();
  };
  const forget = (id: string) => {
    forgetPiece(id);
    read();
  };
  return (
    <Dialog open={open} title={t("title")} onClose={onClose}>
      <p className={styles.hint}>{t("hint")}</p>
      <ul className={styles.pieces}>
        {pieces.map((saved) => (
          <li key={saved.id}>
            <Button look="quiet" onClick={() => turnTo(saved)}>
              {saved.piece.title || t("untitled")} ·{" "}
              {format.dateTime(saved.changedAt, {
                dateStyle: "medium",
                timeStyle: "short",
                timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
              })}
            </Button>
            <Button
              look="quiet"
              aria-label={t("forgetNamed", { title: saved.piece.title || t("untitled") })}
              onClick={() => forget(saved.id)}
            >
              {t("forget")}
            </Button>
          </li>
        ))}
      </ul>
      <div className={styles.row}>
        <Button
          onClick={() => {
            composition.open(newPiece());
            onClose();
          }}
          data-new
        >
          {t("new")}
        </Button>
        <Button look="secondary" onClick={onClose}>
          {t("close")}
        </Button>
      </div>
    </Dialog>
  );
}
