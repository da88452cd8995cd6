import { ButtonLink } from "@/app/_components/button";
import styles from "@/app/admin/_desk/desk-styles";

/** A figure with its caption as text. */
export function Drawing({ svg, caption }: { svg: string; caption: string }) {
  return (
    <figure className={styles.figure}>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own figure, every text in it escaped */}
      <div dangerouslySetInnerHTML={{ __html: svg }} />
      <figcaption>{caption}</figcaption>
    </figure>
  );
}

/** Buttons that give a figure as a file. @param query what the figure's address asks for */
export function Downloads({ slug, query }: { slug: string; query: string }) {
  return ["svg", "png", "pdf"].map((format) => (
    <ButtonLink
      key={format}
      look="secondary"
      className={styles.small ?? ""}
      href={`/api/desk/studies/${slug}/figure?format=${format}&${query}`}
      download
    >
      {format.toUpperCase()}
    </ButtonLink>
  ));
}
