/** What the parts of a text's place are called at the desk; others keep their own name. */
const NAMES: Record<string, string> = {
  "texts.title": "Title",
  "texts.intro": "Introduction",
  "texts.needs": "What is needed",
  "texts.organiser": "Who runs it",
  "texts.pause": "Pause",
  "texts.thanks": "Thanks",
  "texts.debrief": "Debriefing",
  "texts.hints": "Practice hint",
  "texts.instructions": "instructions",
  "consent.purpose": "Consent: purpose",
  "consent.paragraphs": "Consent, paragraph",
  dimensions: "Scale",
  questions: "Question",
  groups: "Group",
  "trials.models": "Clips per model",
  "trials.anchors": "Clips per anchor",
  "trials.practice": "Practice trials",
  "trials.repeatsPerModel": "Repeated trials",
  "trials.catches": "Catch trials",
  "trials.pauseEvery": "Pauses",
  "listening.coverage": "Heard before rating",
  "listening.replays": "Replays allowed",
  "checks.soundMisses": "Wrong counts of notes",
  "stop.participants": "Participants wanted",
  "stop.maximum": "Participants wanted",
  "stop.width": "Widest interval wanted",
  "consent.minimumAge": "Minimum age",
  "recruitment.completion.complete": "At the end",
  options: "answer",
  label: "words",
  lowLabel: "low end",
  highLabel: "high end",
  pointLabels: "point",
};

/** `dimensions.0.lowLabel` → "Scale 1: low end". */
export function placeName(place: string): string {
  const head = Object.keys(NAMES).find((name) => place === name || place.startsWith(`${name}.`));
  const rest = head ? place.slice(head.length + 1) : place;
  const parts = rest === "" ? [] : rest.split(".");
  return parts.reduce(
    (name, part, index) => {
      // Lists count from 0, people from 1; a point of a scale is called by its own value.
      if (/^\d+$/.test(part) && parts[index - 1] !== "pointLabels")
        return `${name} ${Number(part) + 1}`;
      if (/^-?\d+$/.test(part)) return `${name} ${part}`;
      return `${name}: ${NAMES[part] ?? part}`;
    },
    head ? NAMES[head]! : "Text",
  );
}

/** Parts of a text's place in the order in which a participant meets them. */
const READING_ORDER = [
  ...["texts", "consent", "dimensions", "questions", "groups"],
  ...["title", "intro", "needs", "organiser", "purpose", "paragraphs", "hints"],
  ...["pause", "thanks", "debrief"],
  ...["heading", "name", "question", "definition", "lowLabel", "highLabel", "pointLabels"],
  ...["text", "help", "options"],
];

/** Texts in the order in which a participant meets them; how the database keeps them is its own affair. */
export function inReadingOrder<T extends { place: string }>(texts: readonly T[]): T[] {
  const ranks = (place: string) => place.split(".").map(rankOf);
  return texts
    .map((one) => ({ one, ranks: ranks(one.place) }))
    .sort((a, b) => {
      const at = a.ranks.findIndex((rank, index) => rank !== b.ranks[index]);
      return at < 0 ? 0 : a.ranks[at]! - (b.ranks[at] ?? -1);
    })
    .map(({ one }) => one);
}

function rankOf(part: string): number {
  if (/^-?\d+$/.test(part)) return Number(part);
  const rank = READING_ORDER.indexOf(part);
  return rank < 0 ? READING_ORDER.length : rank;
}
