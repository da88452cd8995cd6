import styles from "@/app/(public)/gallery/gallery.module.css";

/** A drawing of ours that scrolls where it is wider than the page. */
export function Drawn({
  svg,
  kind,
  label,
}: {
  svg: string;
  kind: "score" | "roll";
  label: string;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable
    <section className={styles[kind]} aria-label={label} tabIndex={0}>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own drawing, every text in it escaped */}
      <div dangerouslySetInnerHTML={{ __html: svg }} />
    </section>
  );
}
