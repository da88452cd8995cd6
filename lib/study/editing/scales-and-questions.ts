import {
  type Dimension,
  isChoice,
  type Question,
  type StudyConfiguration,
} from "@/lib/study/configuration";
import type { LocalText } from "@/lib/study/local-text";

const noWords = (languages: readonly string[]): LocalText =>
  Object.fromEntries(languages.map((language) => [language, ""]));

/** A key that none of these has: `scale1`, `scale2` … */
function freeKey(stem: string, taken: readonly { id: string }[]): string {
  const used = new Set(taken.map(({ id }) => id));
  let number = taken.length + 1;
  while (used.has(`${stem}${number}`)) number++;
  return `${stem}${number}`;
}

/** A new scale of 0 to 5 without words. */
export function newDimension(
  languages: readonly string[],
  others: readonly Dimension[],
): Dimension {
  const words = () => noWords(languages);
  return {
    id: freeKey("scale", others),
    name: words(),
    question: words(),
    definition: words(),
    low: 0,
    high: 5,
    lowLabel: words(),
    highLabel: words(),
    pointLabels: {},
  };
}

/** A new question with a line of text as its answer. */
export function newQuestion(languages: readonly string[], others: readonly Question[]): Question {
  return {
    id: freeKey("question", others),
    kind: "short",
    text: noWords(languages),
    help: noWords(languages),
    options: [],
    min: null,
    max: null,
  };
}

/** A new answer of a choice. */
export function newOption(
  languages: readonly string[],
  others: Question["options"],
): Question["options"][number] {
  return { id: freeKey("answer", others), label: noWords(languages) };
}

/** A question with another kind of answer: choices have answers, the others none. */
export function withKind(
  question: Question,
  kind: Question["kind"],
  languages: readonly string[],
): Question {
  const options = isChoice(kind)
    ? question.options.length > 0
      ? question.options
      : [newOption(languages, [])]
    : [];
  const bounds = kind === "number" ? {} : { min: null, max: null };
  return { ...question, kind, options, ...bounds };
}

/** A scale's labels of points that it still has. */
export function withRange(dimension: Dimension, range: { low?: number; high?: number }): Dimension {
  const next = { ...dimension, ...range };
  const inside = ([value]: [string, LocalText]) =>
    Number(value) >= next.low && Number(value) <= next.high;
  return {
    ...next,
    pointLabels: Object.fromEntries(Object.entries(next.pointLabels).filter(inside)),
  };
}

/** The configuration with another list of scales; the plan follows a key that is renamed or gone. */
export function withDimensions(
  configuration: StudyConfiguration,
  dimensions: Dimension[],
  renamed?: { from: string; to: string },
): StudyConfiguration {
  const { plan } = configuration;
  const follow = (id: string) => (renamed && id === renamed.from ? renamed.to : id);
  const ids = dimensions.map(({ id }) => id);
  const kept = plan.dimensions.map(follow).filter((id) => ids.includes(id));
  const primary = follow(plan.primary);
  return {
    ...configuration,
    dimensions,
    plan: {
      ...plan,
      dimensions: kept.length > 0 ? kept : ids.slice(0, 1),
      primary: ids.includes(primary) ? primary : (ids[0] ?? ""),
    },
  };
}

/** A list with one member a place further up (−1) or down (1). */
export function moved<T>(list: readonly T[], index: number, by: -1 | 1): T[] {
  const next = [...list];
  const other = index + by;
  if (other < 0 || other >= next.length) return next;
  [next[index], next[other]] = [next[other] as T, next[index] as T];
  return next;
}
