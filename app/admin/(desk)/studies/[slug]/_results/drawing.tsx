import { ButtonLink } from "@/app/_components/button";
import clipStyles from "@/app/admin/_desk/desk-clips.module.css";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import { Slide } from "@/app/admin/_desk/slide";

/** A figure with its caption as text. */
export function CaptionedDrawing({ svg, caption }: { svg: string; caption: string }) {
  return (
    <figure className={clipStyles.figure}>
      <Slide
        label={caption.slice(0, caption.indexOf("."))}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: our own figure, every text in it escaped
        dangerouslySetInnerHTML={{ __html: svg }}
      />
      <figcaption>{caption.replaceAll("n = ", "n\u00a0=\u00a0")}</figcaption>
    </figure>
  );
}

/** Buttons that give a figure as a file. @param query what the figure's address asks for */
export function Downloads({ slug, query }: { slug: string; query: string }) {
  return ["svg", "png", "pdf"].map((format) => (
    <ButtonLink
      key={format}
      look="secondary"
      className={frameStyles.small ?? ""}
      href={`/api/desk/studies/${slug}/figure?format=${format}&${query}`}
      download
    >
      {format.toUpperCase()}
    </ButtonLink>
  ));
}
