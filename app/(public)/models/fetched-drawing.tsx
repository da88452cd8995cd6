"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useSeen } from "@/app/_components/use-seen";
import styles from "@/app/(public)/models/models.module.css";

/** Fetched this many pixels ahead of a reader who scrolls. */
const NEAR = 600;

interface Props {
  /** Address of the drawing. */
  source: string;
  /** Its size, pixels: the place is kept for it. */
  width: number;
  height: number;
  label: string;
}

/** A figure drawn by us, put into the page when it is seen; wide ones scroll by themselves. */
export function FetchedDrawing({ source, width, height, label }: Props) {
  const t = useTranslations("models");
  const place = useRef<HTMLElement>(null);
  const { svg, failed } = useDrawing(source, useSeen(place, NEAR));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable
    <section className={styles.drawing} aria-label={label} tabIndex={0} ref={place}>
      {failed ? <p role="alert">{t("failed")}</p> : null}
      {svg === null ? (
        <div style={{ inlineSize: width, blockSize: height }} />
      ) : (
        // biome-ignore lint/security/noDangerouslySetInnerHtml: our own figure, every text in it escaped
        <div dangerouslySetInnerHTML={{ __html: svg }} />
      )}
    </section>
  );
}

function useDrawing(source: string, wanted: boolean) {
  const [svg, setSvg] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (!wanted) return;
    const stop = new AbortController();
    const load = async () => {
      const answer = await fetch(source, { signal: stop.signal });
      if (!answer.ok) throw new Error(`expected a drawing, got ${answer.status}`);
      setSvg(await answer.text());
    };
    load().catch(() => {
      if (!stop.signal.aborted) setFailed(true);
    });
    return () => stop.abort();
  }, [source, wanted]);
  return { svg, failed };
}
