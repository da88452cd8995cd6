import { CEILING_DBTP, CLIP_BITRATE, TARGET_LUFS } from "@/lib/audio/clip-level";
import { withClipEncoder } from "@/lib/audio/encoder-threads-node";
import { loadInstrument } from "@/lib/audio/instruments-node";
import { EncodingLossError, encodeUnlevelled, levelSet, lossWords } from "@/lib/audio/level-set";
import { MP3_ENCODER } from "@/lib/audio/mp3";
import { RENDERER_VERSION } from "@/lib/audio/render";
import { type Instrument, type RenderedClip, SAMPLE_RATE } from "@/lib/audio/types";
import { corpusPresent } from "@/lib/datasets/files";
import { loadCorpus } from "@/lib/datasets/load";
import type { SuffixIndex } from "@/lib/datasets/suffix-array";
import type { Encoding } from "@/lib/encoding/encoding";
import { ENCODINGS } from "@/lib/encoding/registry";
import { digestOf, engraverVersion, fileRecords } from "@/lib/generation/clip-files";
import { indexCorpus, originality, trainingTexts } from "@/lib/generation/originality";
import { type OwnClip, readOwnClip } from "@/lib/generation/own-clip";
import { byEarOf, soundRemarks } from "@/lib/generation/sound-remarks";
import { refuseExisting, writeStimulusFolder } from "@/lib/generation/stimulus-folder";
import { describeNotes } from "@/lib/music/description";
import type { Unheard } from "@/lib/music/midi-as-written";
import { InputError } from "@/lib/shared/invariant";
import type { OnProgress } from "@/lib/shared/progress";
import { type ClipTable, type LOUDNESS_CHOICES, TableError } from "@/lib/stimuli/clip-table";
import type { Manifest, Stimulus, StimulusSet } from "@/lib/stimuli/manifest";
import { isAnchor } from "@/lib/stimuli/set-presets";
import { stimulusIdOf } from "@/lib/stimuli/stimulus-ids";

/** What a lab decides about its set. */
export interface FromFilesOptions {
  /** Folder that the table's file names are below. */
  folder: string;
  out: string;
  name: string;
  loudness: (typeof LOUDNESS_CHOICES)[number];
  /** Instrument for MIDI files. */
  instrument: string;
  /** What of MIDI files may be left out; nothing when left out. */
  leaveOut?: readonly Unheard[];
  /** Told what is worth knowing of the set's sound, a line each. */
  onRemark?: (remark: string) => void;
  /** Corpus with which MIDI clips are compared; none when left out. */
  corpus?: string;
  codeVersion: string;
  onProgress?: OnProgress;
}

interface Comparison {
  corpus: { id: string; sha256: string };
  encoding: Encoding;
  index: SuffixIndex;
}

async function readAll(
  table: ClipTable & { problems: string[] },
  options: FromFilesOptions,
  instrument: Instrument,
): Promise<OwnClip[]> {
  const problems = [...table.problems];
  const clips: OwnClip[] = [];
  for (const [index, row] of table.rows.entries()) {
    await options.onProgress?.({ stage: "reading", done: index + 1, total: table.rows.length });
    try {
      clips.push(await readOwnClip(row, options.folder, instrument, options.leaveOut));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(`row ${row.line}: ${row.file}: ${error.message}`);
    }
  }
  problems.push(...soundingAlike(clips));
  const rowOf = (problem: string) => Number(/\d+/.exec(problem)![0]);
  if (problems.length > 0) {
    problems.sort((a, b) => rowOf(a) - rowOf(b));
    throw new TableError(problems, table.rows.length + table.problems.length);
  }
  return clips;
}

/** Rows of one item whose sound is the same under two conditions: one line for each but the first. */
function soundingAlike(clips: readonly OwnClip[]): string[] {
  const first = new Map<string, OwnClip["row"]>();
  return clips.flatMap(({ row, sound }) => {
    const place = JSON.stringify([row.role, row.item, sound]);
    const other = first.get(place);
    if (!other || row.role === "catch") {
      first.set(place, row);
      return [];
    }
    return [
      `row ${row.line}: ${row.file}: condition ${row.condition} of item ${row.item} sounds exactly like condition ${other.condition} (row ${other.line})`,
    ];
  });
}

const nameOf = ({ row }: OwnClip) => `row ${row.line}: ${row.file}`;

interface Levelled {
  rendered: RenderedClip[];
  loweredByDb: number;
  loudness: StimulusSet["loudness"];
}

/** MIDI has no level of its own: its clips are brought to the target whatever the choice. */
async function level(clips: readonly OwnClip[], options: FromFilesOptions): Promise<Levelled> {
  const say = options.onProgress;
  const settings = {
    bitrate: CLIP_BITRATE,
    targetLufs: TARGET_LUFS,
    ceilingDbtp: CEILING_DBTP,
  } as const;
  const keeps = (clip: OwnClip) => options.loudness === "keep" && !clip.music;
  const kept = clips.filter(keeps).map((clip) => clip.source);
  const moved = clips.filter((clip) => !keeps(clip)).map((clip) => clip.source);
  const { asTheyAre, levelled } = await withClipEncoder(clips.length, async (encoder) => ({
    asTheyAre: await encodeUnlevelled(kept, { bitrate: CLIP_BITRATE, encoder }, say),
    levelled: moved.length > 0 ? await levelSet(moved, { ...settings, encoder }, say) : null,
  }));
  const all = new Map([...asTheyAre, ...(levelled?.clips ?? [])].map((clip) => [clip.id, clip]));
  const rendered = clips.map((clip) => all.get(clip.source.id)!);
  const loudness =
    options.loudness === "keep" || !levelled
      ? { target: null, truePeakLimit: null }
      : { target: levelled.targetLufs, truePeakLimit: CEILING_DBTP };
  return { rendered, loudness, loweredByDb: levelled?.loweredByDb ?? 0 };
}

/** @throws TableError with every row whose sound the encoder can't hold */
async function levelNamed(clips: readonly OwnClip[], options: FromFilesOptions): Promise<Levelled> {
  try {
    return await level(clips, options);
  } catch (error) {
    if (!(error instanceof EncodingLossError)) throw error;
    const problems = clips.flatMap((clip) => {
      const lost = error.losses.get(clip.source.id);
      return lost === undefined ? [] : [`${nameOf(clip)}: ${lossWords(lost)}`];
    });
    throw new TableError(problems, clips.length);
  }
}

function comparisonWith(id: string | undefined): Comparison | null {
  if (id === undefined || !corpusPresent(id)) return null;
  const corpus = loadCorpus(id);
  const index = indexCorpus(trainingTexts(corpus));
  return { corpus: { id, sha256: corpus.digest }, encoding: ENCODINGS[corpus.encoding], index };
}

function originalityOf(
  { music }: OwnClip,
  compare: Comparison | null,
  asked: boolean,
): Stimulus["originality"] {
  const not = (reason: string) => ({ status: "not computed" as const, reason });
  if (!music) return not("no MIDI");
  if (!compare) return not(asked ? "corpus absent" : "no corpus named");
  const { encoding, index } = compare;
  if (encoding.id === "melody" && new Set(music.notes.map((note) => note.voice)).size > 1)
    return not("several voices, the corpus holds melodies");
  try {
    const events = encoding.encode(music.notes, music.steps);
    return { status: "computed", ...originality(index, events) };
  } catch (error) {
    if (error instanceof InputError) return not("pitches that the corpus's alphabet does not hold");
    throw error;
  }
}

function stimulusOf(
  clip: OwnClip,
  sound: RenderedClip,
  compared: Stimulus["originality"],
): Stimulus {
  const { role, condition, item, factors, catch: spoken } = clip.row;
  const files = { mp3: sound.mp3, ...clip.files };
  return {
    id: stimulusIdOf({ role, condition, item, mp3: digestOf(sound.mp3) }),
    role,
    condition,
    item,
    files: fileRecords(files) as Stimulus["files"],
    durationMs: (sound.samples / SAMPLE_RATE) * 1000,
    loudness: sound.after.lufs,
    truePeak: sound.after.truePeakDbtp,
    seed: null,
    originality: compared,
    description: clip.music ? { ...describeNotes(clip.music.notes, clip.music.steps) } : {},
    factors,
    repairs: 0,
    ...(spoken ? { catch: spoken } : {}),
  };
}

/** The names of the two anchors keep their meaning; every other condition is the lab's own. */
function kindOf(condition: string): StimulusSet["conditions"][number]["kind"] {
  return isAnchor(condition) ? condition : "uploaded";
}

function rendererOf(music: boolean, instrument: Instrument): StimulusSet["renderer"] {
  const version = `${RENDERER_VERSION}, ${MP3_ENCODER}`;
  if (!music) return { name: "from files", version, samples: null, samplesVersion: null };
  const samples = instrument.credit ? instrument.version : null;
  return { name: "sampler", version, samples, samplesVersion: instrument.digest };
}

/**
 * Makes a stimulus set of a lab's own files: sound is decoded, brought to 48 kHz stereo and encoded
 * as MP3 without any tag of the source; MIDI is rendered and gets a score. Clips keep their lengths.
 * @throws TableError listing every bad row, before anything is written
 */
export async function makeSetFromFiles(
  table: ClipTable & { problems: string[] },
  options: FromFilesOptions,
): Promise<Manifest> {
  refuseExisting(options.out);
  const instrument = loadInstrument(options.instrument);
  const clips = await readAll(table, options, instrument);
  const { rendered, loudness, loweredByDb } = await levelNamed(clips, options);
  const named = clips.map((clip, i) => ({ name: nameOf(clip), sound: rendered[i]! }));
  const kept = options.loudness === "keep";
  for (const remark of soundRemarks(named, { loweredByDb, kept })) options.onRemark?.(remark);
  const music = clips.some((clip) => clip.music);
  const compare = music ? comparisonWith(options.corpus) : null;
  const engraver = music ? { engraver: await engraverVersion() } : {};
  const conditions = new Set(
    clips.filter((c) => c.row.role !== "catch").map((c) => c.row.condition),
  );
  const set: StimulusSet = {
    name: options.name,
    preset: "from-files",
    seed: "none",
    temperature: null,
    tempo: null,
    instrument: music ? instrument.id : "none",
    steps: null,
    loudness,
    renderer: { ...rendererOf(music, instrument), ...engraver },
    codeVersion: options.codeVersion,
    backend: null,
    corpus: compare?.corpus ?? "absent",
    checkpoints: {},
    conditions: [...conditions].map((id) => ({ id, kind: kindOf(id) })),
    factors: table.factors,
    rejections: [],
  };
  return writeStimulusFolder(options.out, async (write) => {
    const stimuli = clips.map((clip, index) => {
      const compared = originalityOf(clip, compare, options.corpus !== undefined);
      const stimulus = stimulusOf(clip, rendered[index]!, compared);
      write(stimulus.id, { mp3: rendered[index]!.mp3, ...clip.files });
      return stimulus;
    });
    const byEar = Object.fromEntries(stimuli.map(({ id }, i) => [id, byEarOf(rendered[i]!)]));
    return { format: 1, set: { ...set, loudness: { ...loudness, byEar } }, stimuli };
  });
}
