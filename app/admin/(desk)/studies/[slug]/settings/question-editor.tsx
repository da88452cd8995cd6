"use client";

import { Button } from "@/app/_components/button";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import { SelectField } from "@/app/admin/_desk/fields";
import {
  LocalFields,
  Member,
  PlaceButtons,
  ShortField,
} from "@/app/admin/(desk)/studies/[slug]/settings/local-fields";
import { QUESTION_KINDS, type Question } from "@/lib/study/configuration";
import { moved, newOption, withKind } from "@/lib/study/editing/scales-and-questions";

const KINDS: Record<Question["kind"], string> = {
  single: "one of several answers",
  multiple: "any of several answers",
  number: "a number",
  short: "a line of text",
  long: "a longer text",
};

interface Props {
  question: Question;
  index: number;
  count: number;
  languages: readonly string[];
  onChange: (question: Question) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

/** One question after the ratings. */
export function QuestionEditor(props: Props) {
  const { question, index, count, languages, onChange, onMove, onRemove } = props;
  const of = `Question ${index + 1}`;
  return (
    <Member
      place={`questions.${index}`}
      of={of}
      heading={question.text}
      id={question.id}
      languages={languages}
      first={index === 0}
      last={index === count - 1}
      onId={(id) => onChange({ ...question, id })}
      onMove={onMove}
      onRemove={onRemove}
      short={
        <SelectField
          label="Answer"
          aria-label={`${of}: answer`}
          value={question.kind}
          onChange={(event) =>
            onChange(withKind(question, event.target.value as Question["kind"], languages))
          }
          options={QUESTION_KINDS.map((kind) => [kind, KINDS[kind]] as const)}
        />
      }
    >
      <LocalFields
        label="Question"
        of={of}
        text={question.text}
        languages={languages}
        onChange={(text) => onChange({ ...question, text })}
      />
      <LocalFields
        label="Help below it"
        of={of}
        text={question.help}
        languages={languages}
        onChange={(help) => onChange({ ...question, help })}
      />
      {question.kind === "number" ? <Bounds {...props} of={of} /> : null}
      {question.options.length > 0 ? <Options {...props} of={of} /> : null}
    </Member>
  );
}

function Bounds({ question, onChange, of }: Props & { of: string }) {
  const number = (value: string) => (value === "" ? null : Number(value));
  return (
    <div className={fieldStyles.members}>
      <ShortField
        label="Smallest"
        of={of}
        type="number"
        value={question.min === null ? "" : String(question.min)}
        onChange={(min) => onChange({ ...question, min: number(min) })}
      />
      <ShortField
        label="Largest"
        of={of}
        type="number"
        value={question.max === null ? "" : String(question.max)}
        onChange={(max) => onChange({ ...question, max: number(max) })}
      />
    </div>
  );
}

function Options({ question, languages, onChange, of }: Props & { of: string }) {
  const { options } = question;
  const put = (next: Question["options"]) => onChange({ ...question, options: next });
  return (
    <>
      {options.map((option, index) => {
        const name = `${of}, answer ${index + 1}`;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the key of an answer is what is being typed
          <div key={index} className={fieldStyles.members}>
            <div style={{ flex: "1 1 20rem" }}>
              <LocalFields
                label={`Answer ${index + 1}`}
                of={of}
                text={option.label}
                languages={languages}
                onChange={(label) =>
                  put(options.map((one, at) => (at === index ? { ...one, label } : one)))
                }
              />
            </div>
            <PlaceButtons
              of={name}
              first={index === 0}
              last={index === options.length - 1}
              onMove={(by) => put(moved(options, index, by))}
              onRemove={
                options.length > 1 ? () => put(options.filter((_, at) => at !== index)) : undefined
              }
            />
          </div>
        );
      })}
      <Button
        look="secondary"
        className={frameStyles.small ?? ""}
        onClick={() => put([...options, newOption(languages, options)])}
      >
        Add an answer
      </Button>
    </>
  );
}
