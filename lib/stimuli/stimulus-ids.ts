import { idOf } from "@/lib/shared/ids";
import type { FileKind, Manifest, StimulusRole } from "@/lib/stimuli/manifest";

/**
 * The id of a stimulus, from what it is: equal sound in the same place of a set gives the same id,
 * two conditions with the same sound get two ids.
 * @param content role, condition, item and the SHA-256 of the MP3 bytes
 */
export function stimulusIdOf(content: {
  role: StimulusRole;
  condition: string;
  item: string;
  mp3: string;
}): string {
  const { role, condition, item, mp3 } = content;
  return idOf("stimulus", [role, condition, item, mp3]);
}

/** The id of a stimulus set, from its whole manifest: importing the same folder twice gives one set. */
export function setIdOf(manifest: Manifest): string {
  return idOf("stimulusSet", manifest);
}

const EXTENSIONS: Record<FileKind, string> = {
  mp3: "mp3",
  mid: "mid",
  events: "events.json",
  musicxml: "musicxml",
  svg: "svg",
};

/** Name of a stimulus file inside the folder of its set, for example `stm_….events.json`. */
export function stimulusFileName(stimulusId: string, kind: FileKind): string {
  return `${stimulusId}.${EXTENSIONS[kind]}`;
}

/** Name of the manifest inside the folder of a set. */
export const MANIFEST_FILE = "manifest.json";
