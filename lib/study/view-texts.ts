import {
  type Completion,
  configurationDigest,
  type StudyConfiguration,
} from "@/lib/study/configuration";
import { parameterOf } from "@/lib/study/link-reading";
import { inLanguage } from "@/lib/study/local-text";
import type {
  CompletionView,
  ConsentView,
  DimensionView,
  QuestionView,
  StudyView,
} from "@/lib/study/participant-view";
import type { StudyMode } from "@/lib/study/terms";

/** What every page knows about the study. */
export function studyView(
  study: { slug: string; mode: StudyMode },
  configuration: StudyConfiguration,
  language: string,
): StudyView {
  return {
    slug: study.slug,
    title: inLanguage(configuration.texts.title, language),
    language,
    languages: configuration.languages,
    mode: study.mode,
    lab: configuration.lab,
    personParameters: configuration.recruitment.idParameters,
    digitShortcuts: configuration.listening.digitShortcuts,
    contact: configuration.consent.contact,
  };
}

/** The consent text in one language; its version is a digest of everything shown. */
export function consentView(configuration: StudyConfiguration, language: string): ConsentView {
  const { consent } = configuration;
  const shown = {
    paragraphs: consent.paragraphs.map((paragraph) => ({
      heading: inLanguage(paragraph.heading, language),
      text: inLanguage(paragraph.text, language),
    })),
    controller: consent.controller,
    contact: consent.contact,
    ethicsNumber: consent.ethicsNumber,
    purpose: inLanguage(consent.purpose, language),
    retentionDate: consent.retentionDate,
    withdrawalDeadline: consent.withdrawalDeadline,
    minimumAge: consent.minimumAge,
  };
  return { version: configurationDigest(shown), ...shown };
}

/** The dimensions in the participant's order and language. */
export function dimensionViews(
  configuration: StudyConfiguration,
  order: readonly string[],
  language: string,
): DimensionView[] {
  return order.map((id) => {
    const dimension = configuration.dimensions.find((candidate) => candidate.id === id)!;
    const { low, high, pointLabels } = dimension;
    const points = Array.from({ length: high - low + 1 }, (_, i) => {
      const label = pointLabels[String(low + i)];
      return { value: low + i, label: label ? inLanguage(label, language) : null };
    });
    return {
      id,
      name: inLanguage(dimension.name, language),
      question: inLanguage(dimension.question, language),
      definition: inLanguage(dimension.definition, language),
      points,
      lowLabel: inLanguage(dimension.lowLabel, language),
      highLabel: inLanguage(dimension.highLabel, language),
    };
  });
}

/** The questions in the participant's language. */
export function questionViews(configuration: StudyConfiguration, language: string): QuestionView[] {
  return configuration.questions.map((question) => ({
    id: question.id,
    kind: question.kind,
    text: inLanguage(question.text, language),
    help: inLanguage(question.help, language),
    options: question.options.map(({ id, label }) => ({ id, label: inLanguage(label, language) })),
    min: question.min,
    max: question.max,
  }));
}

/** A code, or an address with `{PARAMETER}` filled from the recruitment link. */
export function completionView(
  completion: Completion,
  recruitment: Readonly<Record<string, string>>,
): CompletionView {
  if (completion.kind !== "redirect") return completion;
  const url = completion.url.replace(/\{([^{}]+)\}/g, (_, name: string) =>
    encodeURIComponent(parameterOf(recruitment, name)),
  );
  return { kind: "redirect", url };
}
