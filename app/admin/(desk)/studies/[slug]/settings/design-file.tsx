"use client";

import { useState } from "react";
import { Button } from "@/app/_components/button";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import tableStyles from "@/app/admin/_desk/desk-tables.module.css";
import { InputField } from "@/app/admin/_desk/fields";
import { Panel } from "@/app/admin/_desk/parts";
import { useDraft } from "@/app/admin/(desk)/studies/[slug]/settings/draft-context";
import { configurationDigest, type StudyConfiguration } from "@/lib/study/configuration";
import { isDraftConfiguration, problemsOf } from "@/lib/study/editing/problems";

/** The whole design as a file: to keep, to share, to take in again, to change by hand. */
export function DesignFile() {
  const { slug, configuration, change } = useDraft();
  const [text, setText] = useState<string | null>(null);
  const [problem, setProblem] = useState("");
  const take = (words: string) => {
    const read = designOf(words);
    setProblem(typeof read === "string" ? read : "");
    if (typeof read === "string") return;
    setText(null);
    change(read);
  };
  return (
    <Panel title="Design as a file">
      <p className={frameStyles.row}>
        <a href={`/api/desk/studies/${slug}/configuration`} download>
          Download the design (JSON)
        </a>
        <span className={fieldStyles.hint}>
          SHA-256 <span className={tableStyles.mono}>{configurationDigest(configuration)}</span>
        </span>
      </p>
      <InputField
        id="design-file"
        label="Take in a design"
        hint="Replaces everything above; one step of Undo brings it back."
        type="file"
        accept="application/json,.json"
        onChange={async ({ target }) => {
          const [file] = target.files ?? [];
          if (file) take(await file.text());
        }}
      />
      <details>
        <summary>Change it by hand (groups, exclusion rules, other conditions)</summary>
        <div className={fieldStyles.field}>
          <label htmlFor="configuration">Configuration</label>
          <textarea
            id="configuration"
            className={`${fieldStyles.input} ${tableStyles.mono}`}
            style={{ maxInlineSize: "100%", minBlockSize: "30rem" }}
            value={text ?? JSON.stringify(configuration, null, 2)}
            onChange={({ target }) => setText(target.value)}
            spellCheck={false}
          />
        </div>
        <Button look="secondary" disabled={text === null} onClick={() => text && take(text)}>
          Use this
        </Button>
      </details>
      <p role="alert" className={fieldStyles.error}>
        {problem}
      </p>
    </Panel>
  );
}

/** A configuration out of a file's text, or what is wrong with it. */
function designOf(text: string): StudyConfiguration | string {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (error) {
    return `Expected JSON: ${error instanceof Error ? error.message : error}`;
  }
  if (isDraftConfiguration(read)) return read;
  const [first] = problemsOf(read);
  return `Expected a whole design: ${first?.place || "whole"}: ${first?.message ?? ""}`;
}
