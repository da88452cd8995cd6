import clipStyles from "@/app/admin/_desk/desk-clips.module.css";
import { Slide } from "@/app/admin/_desk/slide";

/** A clip as its sound and pictures are asked for. */
interface Clip {
  setId: string;
  id: string;
  /** What it is called, said to screen readers too. */
  name: string;
  /** Kinds of files that there are. */
  files: readonly string[];
}

/** Address of one of a clip's files. */
export function clipFile({ setId, id }: Pick<Clip, "setId" | "id">, kind: string): string {
  return `/api/desk/sets/${setId}/stimuli/${id}/${kind}`;
}

/** A clip's sound with the browser's own player. */
export function ClipSound({ clip }: { clip: Clip }) {
  return (
    // biome-ignore lint/a11y/useMediaCaption: music without words
    <audio
      controls
      preload="none"
      src={clipFile(clip, "mp3")}
      className={clipStyles.sound}
      aria-label={clip.name}
    />
  );
}

/** A clip's engraved score, where there is one; black on white in either scheme. */
export function ClipScore({ clip }: { clip: Clip }) {
  if (!clip.files.includes("svg")) return null;
  const label = `Score of ${clip.name}`;
  return (
    <Slide label={label}>
      {/* biome-ignore lint/performance/noImgElement: an engraved score from our own server */}
      <img src={clipFile(clip, "svg")} alt={label} loading="lazy" className={clipStyles.score} />
    </Slide>
  );
}
