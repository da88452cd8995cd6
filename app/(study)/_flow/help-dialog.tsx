"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_components/button";
import { CopyButton } from "@/app/_components/copy-button";
import { Dialog } from "@/app/_components/dialog";
import type { StudyView } from "@/lib/study/participant-view";
import { useFlow } from "./context";
import styles from "./help-dialog.module.css";
import { LanguageSwitch } from "./language-switch";
import { withdrawPathOf } from "./private-links";

interface Props {
  open: boolean;
  onClose: () => void;
  /** Path of the private link by which the session goes on elsewhere. */
  link: string;
  study: StudyView;
}

const KEYS = ["space", "digits", "arrows", "enter", "question"] as const;

/** Keys, the private link, language and withdrawal: everything that is not the piece itself. */
export function HelpDialog({ open, onClose, link, study }: Props) {
  const t = useTranslations("study.help");
  const { slug } = useFlow();
  const address = typeof window === "undefined" ? link : new URL(link, window.location.href).href;
  return (
    <Dialog open={open} title={t("title")} onClose={onClose}>
      {study.digitShortcuts ? <Keys /> : null}
      <section className={styles.section}>
        <h3>{t("elsewhere")}</h3>
        <p className={styles.small}>{t("elsewhereText")}</p>
        <div className={styles.row}>
          <CopyButton text={address} label={t("copyLink")} copiedLabel={t("copied")} />
        </div>
      </section>
      <LanguageSwitch study={study} />
      <div className={styles.row}>
        <Button onClick={onClose}>{t("close")}</Button>
        <a className={styles.toggle} href={withdrawPathOf(slug, study.language)}>
          {t("withdraw")}
        </a>
      </div>
    </Dialog>
  );
}

function Keys() {
  const t = useTranslations("study.help");
  const { keys } = useFlow();
  return (
    <section className={`${styles.section} ${styles.keyboard}`}>
      <dl className={styles.keys}>
        {KEYS.map((key) => (
          <div key={key} className={styles.pair}>
            <dt>
              <kbd>{t(key)}</kbd>
            </dt>
            <dd>{t(`${key}Does`)}</dd>
          </div>
        ))}
      </dl>
      <div>
        <label className={styles.toggle}>
          <input
            type="checkbox"
            checked={keys.on}
            onChange={(event) => keys.set(event.target.checked)}
          />
          {t("useKeys")}
        </label>
        <p className={styles.small}>{t("useKeysHint")}</p>
      </div>
    </section>
  );
}
