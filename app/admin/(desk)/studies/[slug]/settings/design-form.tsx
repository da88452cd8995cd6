"use client";

import { Button } from "@/app/_components/button";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import partStyles from "@/app/admin/_desk/desk-parts.module.css";
import { Panel } from "@/app/admin/_desk/parts";
import { useDraft } from "@/app/admin/(desk)/studies/[slug]/settings/draft-context";
import { QuestionEditor } from "@/app/admin/(desk)/studies/[slug]/settings/question-editor";
import { ScaleEditor } from "@/app/admin/(desk)/studies/[slug]/settings/scale-editor";
import {
  type Dimension,
  MOST_DIMENSIONS,
  MOST_QUESTIONS,
  type Question,
} from "@/lib/study/configuration";
import {
  moved,
  newDimension,
  newQuestion,
  withDimensions,
} from "@/lib/study/editing/scales-and-questions";

/** The editor of a draft's scales and questions. */
export function DesignForm() {
  return (
    <Panel title="Scales and questions">
      <h3 className={partStyles.part}>Scales</h3>
      <Scales />
      <h3 className={partStyles.part}>Questions after the ratings</h3>
      <Questions />
    </Panel>
  );
}

function Scales() {
  const { configuration, change } = useDraft();
  const { dimensions, languages } = configuration;
  const put = (list: Dimension[]) => change(withDimensions(configuration, list));
  const edit = (index: number, next: Dimension) => {
    const before = dimensions[index]!;
    const list = dimensions.map((one, at) => (at === index ? next : one));
    const edited = withDimensions(configuration, list, { from: before.id, to: next.id });
    change(edited, `dimensions.${index}`);
  };
  return (
    <>
      {dimensions.map((dimension, index) => (
        <ScaleEditor
          // biome-ignore lint/suspicious/noArrayIndexKey: the key of a scale is what is being typed
          key={index}
          dimension={dimension}
          index={index}
          plan={configuration.plan}
          languages={languages}
          count={dimensions.length}
          onChange={(next) => edit(index, next)}
          onPlan={(part) => change({ ...configuration, plan: { ...configuration.plan, ...part } })}
          onMove={(by) => put(moved(dimensions, index, by))}
          onRemove={() => put(dimensions.filter((_, at) => at !== index))}
        />
      ))}
      <Button
        look="secondary"
        className={`${frameStyles.small} ${fieldStyles.back}`}
        disabled={dimensions.length >= MOST_DIMENSIONS}
        onClick={() => put([...dimensions, newDimension(languages, dimensions)])}
      >
        Add a scale
      </Button>
    </>
  );
}

function Questions() {
  const { configuration, change } = useDraft();
  const { questions, languages } = configuration;
  const put = (next: Question[], place?: string) =>
    change({ ...configuration, questions: next }, place);
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
          onChange={(next) =>
            put(
              questions.map((one, at) => (at === index ? next : one)),
              `questions.${index}`,
            )
          }
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
