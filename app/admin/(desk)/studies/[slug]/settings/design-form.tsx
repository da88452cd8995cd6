"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/app/_components/button";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import partStyles from "@/app/admin/_desk/desk-parts.module.css";
import { Outcome } from "@/app/admin/_desk/outcome";
import { Panel } from "@/app/admin/_desk/parts";
import {
  type DesignDraft,
  draftOf,
  MOST_DIMENSIONS,
  MOST_QUESTIONS,
  moved,
  newDimension,
  newQuestion,
  withDimensions,
} from "@/app/admin/(desk)/studies/[slug]/settings/design-draft";
import { QuestionEditor } from "@/app/admin/(desk)/studies/[slug]/settings/question-editor";
import { ScaleEditor } from "@/app/admin/(desk)/studies/[slug]/settings/scale-editor";
import { useSaving } from "@/app/admin/(desk)/studies/[slug]/settings/use-saving";
import type { Dimension, Question, StudyConfiguration } from "@/lib/study/configuration";

/** The editor of a draft's scales and questions; what was typed stays when it is refused. */
export function DesignForm({
  slug,
  configuration,
}: {
  slug: string;
  configuration: StudyConfiguration;
}) {
  const { languages } = configuration;
  const [draft, setDraft] = useState(() => draftOf(configuration));
  const { saving, save, forget } = useSaving(slug);
  const change = (next: DesignDraft) => {
    setDraft(next);
    forget();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    await save({ kind: "design", ...draft });
  };
  return (
    <Panel title="Scales and questions">
      <form onSubmit={submit}>
        <h3 className={partStyles.part}>Scales</h3>
        <Scales draft={draft} languages={languages} onChange={change} />
        <h3 className={partStyles.part}>Questions after the ratings</h3>
        <Questions draft={draft} languages={languages} onChange={change} />
        <div className={fieldStyles.acts}>
          <Button type="submit" disabled={saving.busy}>
            {saving.busy ? "Saving…" : "Save scales and questions"}
          </Button>
          <Outcome {...saving} />
        </div>
      </form>
    </Panel>
  );
}

interface Part {
  draft: DesignDraft;
  languages: readonly string[];
  onChange: (draft: DesignDraft) => void;
}

function Scales({ draft, languages, onChange }: Part) {
  const { dimensions } = draft;
  const put = (index: number, next: Dimension) => {
    const before = dimensions[index]!;
    const list = dimensions.map((one, at) => (at === index ? next : one));
    onChange(withDimensions(draft, list, { from: before.id, to: next.id }));
  };
  return (
    <>
      {dimensions.map((dimension, index) => (
        <ScaleEditor
          // biome-ignore lint/suspicious/noArrayIndexKey: the key of a scale is what is being typed
          key={index}
          dimension={dimension}
          index={index}
          draft={draft}
          languages={languages}
          onChange={(next) => put(index, next)}
          onPlan={(part) => onChange({ ...draft, ...part })}
          onMove={(by) => onChange({ ...draft, dimensions: moved(dimensions, index, by) })}
          onRemove={() =>
            onChange(
              withDimensions(
                draft,
                dimensions.filter((_, at) => at !== index),
              ),
            )
          }
        />
      ))}
      <Button
        look="secondary"
        className={`${frameStyles.small} ${fieldStyles.back}`}
        disabled={dimensions.length >= MOST_DIMENSIONS}
        onClick={() =>
          onChange({ ...draft, dimensions: [...dimensions, newDimension(languages, dimensions)] })
        }
      >
        Add a scale
      </Button>
    </>
  );
}

function Questions({ draft, languages, onChange }: Part) {
  const { questions } = draft;
  const put = (next: Question[]) => onChange({ ...draft, questions: next });
  return (
    <>
      {questions.map((question, index) => (
        <QuestionEditor
          // biome-ignore lint/suspicious/noArrayIndexKey: the key of a question is what is being typed
          key={index}
          question={question}
          index={index}
          count={questions.length}
          languages={languages}
          onChange={(next) => put(questions.map((one, at) => (at === index ? next : one)))}
          onMove={(by) => put(moved(questions, index, by))}
          onRemove={() => put(questions.filter((_, at) => at !== index))}
        />
      ))}
      <Button
        look="secondary"
        className={frameStyles.small ?? ""}
        disabled={questions.length >= MOST_QUESTIONS}
        onClick={() => put([...questions, newQuestion(languages, questions)])}
      >
        Add a question
      </Button>
    </>
  );
}
