import type { StimulusSet } from "@/lib/stimuli/manifest";

/** What the bundle's first page tells. */
export interface BundleFacts {
  title: string;
  slug: string;
  /** Marks that must stay with every result: looks, unblinding, simulated participants. */
  stamps: readonly string[];
  planDigest: string;
  planned: { what: string; plan: string; done: string }[];
  flow: { what: string; participants: number }[];
  set: StimulusSet;
  clips: number;
  catches: boolean;
  /** Methods and results in words. */
  methods: string;
  answer: string;
}

/** The first page: plan beside what was done, the participants' flow, and what lies where. */
export function bundleReadme(facts: BundleFacts): string {
  return [
    `# ${facts.title}`,
    "",
    ...facts.stamps.map((stamp) => `> ${stamp}\n`),
    "## Plan and what was done",
    "",
    `Plan frozen at launch, SHA-256 \`${facts.planDigest}\` (documentation/preregistration.txt).`,
    "",
    "| | planned | done |",
    "|---|---|---|",
    ...facts.planned.map(
      ({ what, plan, done }) => `| ${cell(what)} | ${cell(plan)} | ${cell(done)} |`,
    ),
    "",
    "## Participant flow",
    "",
    "| | participants |",
    "|---|---|",
    ...facts.flow.map(({ what, participants }) => `| ${what} | ${participants} |`),
    "",
    "## Answer to the declared question",
    "",
    facts.answer,
    "",
    "## What lies where",
    "",
    "- `data/`: ratings and sessions as CSV; every column is described in `dataset_description.json` (Psych-DS) and `documentation/codebook.json`",
    "- `materials/stimuli/`: every clip as sound, MIDI, events and score, with `manifest.json`",
    "- `documentation/`: preregistration, plan, design audit, methods paragraph, codebook",
    "- `analysis/`: scripts that compute every number of the results page again, and those numbers (`numbers.csv`)",
    "- `products/figures/`: figures as SVG, PNG and PDF",
    "- `CREDITS.md`: whose works are in the clips",
    "",
    "## Compute it again",
    "",
    "    Rscript analysis/analysis.R        # lme4, lmerTest, ordinal",
    "    python3 analysis/analysis.py       # numpy; scipy's tests and distributions where it is installed",
    "",
    "Both are run in this folder, print each number beside the results page's, and end with an error when one differs in the fourth digit. Intervals by resampling depend on random draws: they are compared to 0.05.",
    "",
    "Ids of participants, sessions and trials were drawn anew for this bundle; times count from the start of a session; nothing that participants wrote is in it.",
    "",
  ].join("\n");
}

const cell = (text: string) => text.replaceAll("|", "\\|").replace(/\s*\n\s*/g, " ");

/** How the clips were made and presented, from the set's own description. */
export function stimuliParagraph(set: StimulusSet, clips: number): string {
  const models = set.conditions.filter(({ kind }) => kind === "model").map(({ id }) => id);
  const others = set.conditions.filter(({ kind }) => kind !== "model").map(({ id }) => id);
  const temperature = set.temperature === null ? "" : `, sampled at temperature ${set.temperature}`;
  const length = set.steps === null ? "" : ` of ${set.steps / 16} bars`;
  const tempo = set.tempo === null ? "" : ` at ${set.tempo} quarter notes a minute`;
  const loudness =
    set.loudness.target === null ? "" : ` and brought to ${set.loudness.target} LUFS (BS.1770)`;
  return (
    `The stimulus set "${set.name}" (preset ${set.preset}, seed ${set.seed}) holds ${clips} clips${length}` +
    `${models.length > 0 ? ` by ${models.join(", ")}${temperature}` : ""}` +
    `${others.length > 0 ? `, and clips of ${others.join(", ")}` : ""}. ` +
    `They were rendered with one instrument (${set.instrument})${tempo}${loudness}.`
  );
}

/** Whose works the clips hold, and under which licence. */
export function bundleCredits(set: StimulusSet, catches: boolean): string {
  const piano = [
    "## Piano samples",
    "",
    "Salamander Grand Piano V3 by Alexander Holm, Creative Commons Attribution 3.0 (CC BY 3.0), https://creativecommons.org/licenses/by/3.0/. Changes: notes are transposed, evened out in level, mixed and encoded as MP3. Name this credit where you publish the clips.",
    "",
  ];
  const speech = [
    "## Spoken instructions",
    "",
    "Spoken by the synthetic voices of eSpeak NG 1.51, https://github.com/espeak-ng/espeak-ng.",
    "",
  ];
  return [
    "# Credits",
    "",
    ...(set.renderer.samples === null ? [] : piano),
    ...(catches ? speech : []),
    "## Typeface of the figures",
    "",
    "Inter, copyright The Inter Project Authors, SIL Open Font License 1.1.",
    "",
    ...(set.conditions.some(({ kind }) => kind === "human")
      ? [
          "## Music",
          "",
          "Clips of the condition human are excerpts of the corpus that the set's manifest names.",
          "",
        ]
      : []),
  ].join("\n");
}
