"use client";

import { type ReactNode, useEffect, useId, useRef } from "react";
import styles from "@/app/_components/dialog.module.css";

interface Props {
  open: boolean;
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** A modal window: keeps the focus inside, closes with Escape, gives the focus back. */
export function Dialog({ open, title, onClose, children }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  const label = useId();
  useEffect(() => {
    const dialog = element.current;
    if (!dialog) return;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return (
    <dialog ref={element} className={styles.dialog} aria-labelledby={label} onClose={onClose}>
      {open ? (
        <div className={styles.body}>
          <h2 id={label}>{title}</h2>
          {children}
        </div>
      ) : null}
    </dialog>
  );
}
