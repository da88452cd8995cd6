"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "@/app/_components/button";
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
import {
  NOT_SAVED,
  saveConfiguration,
} from "@/app/admin/(desk)/studies/[slug]/settings/save-configuration";
import { ScaleEditor } from "@/app/admin/(desk)/studies/[slug]/settings/scale-editor";
import type { Dimension, Question, StudyConfiguration } from "@/lib/study/configuration";

/** The editor of a draft's scales and questions; what was typed stays when it is refused. */
export function DesignForm({
  slug,
  configuration,
}: {
  slug: string;
  configuration: StudyConfiguration;
}) {
  const router = useRouter();
  const { languages } = configuration;
  const [draft, setDraft] = useState(() => draftOf(configuration));
  const [state, setState] = useState(NOT_SAVED);
  const change = (next: DesignDraft) => {
    setDraft(next);
    setState(NOT_SAVED);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setState({ ...NOT_SAVED, busy: true });
    const saved = await saveConfiguration(slug, { kind: "design", ...draft });
    setState(saved);
    if (saved.done) router.refresh();
  };
  return (
    <Panel title="Scales and questions">
      <form onSubmit={submit}>
        <Scales draft={draft} languages={languages} onChange={change} />
        <Questions draft={draft} languages={languages} onChange={change} />
        <br />
        <Button type="submit" disabled={state.busy}>
          {state.busy ? "Saving…" : "Save scales and questions"}
        </Button>
        <Outcome {...state} />
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
      ))}{" "}
      <Button
        look="secondary"
        disabled={questions.length >= MOST_QUESTIONS}
        onClick={() => put([...questions, newQuestion(languages, questions)])}
      >
        Add a question
      </Button>
    </>
  );
}
