import styles from "@/app/(public)/models/models.module.css";

/** A figure drawn by us, inside the page; wide ones scroll by themselves. */
export function Drawing({ svg, label }: { svg: string; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable
    <section className={styles.drawing} aria-label={label} tabIndex={0}>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own figure, every text in it escaped */}
      <div dangerouslySetInnerHTML={{ __html: svg }} />
    </section>
  );
}
