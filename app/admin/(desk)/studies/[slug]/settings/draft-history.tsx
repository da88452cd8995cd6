"use client";

import { useState } from "react";
import { Button } from "@/app/_components/button";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import { Moment } from "@/app/admin/_desk/moment";
import { Panel } from "@/app/admin/_desk/parts";
import { useDraft } from "@/app/admin/(desk)/studies/[slug]/settings/draft-context";
import { isDraftConfiguration } from "@/lib/study/editing/problems";

interface Step {
  number: number;
  savedByName: string;
  savedAt: Date;
}

/** The states that a draft was saved in; any of them can be taken up again. */
export function DraftHistory({ steps }: { steps: readonly Step[] }) {
  const { slug, change } = useDraft();
  const [problem, setProblem] = useState("");
  const restore = async (number: number) => {
    const address = `/api/desk/studies/${slug}/configuration?step=${number}`;
    const answer = await fetch(address).catch(() => null);
    const content: unknown = answer?.ok ? await answer.json() : null;
    if (isDraftConfiguration(content)) change(content);
    setProblem(isDraftConfiguration(content) ? "" : "That state could not be loaded: try again.");
  };
  if (steps.length === 0) return null;
  return (
    <Panel title="History">
      <ol className={frameStyles.list} reversed>
        {steps.map(({ number, savedByName, savedAt }) => (
          <li key={number}>
            <Moment at={savedAt} /> {savedByName || "as it was made"}{" "}
            <Button
              look="secondary"
              className={frameStyles.small ?? ""}
              aria-label={`Take up state ${number} again`}
              onClick={() => restore(number)}
            >
              Take up again
            </Button>
          </li>
        ))}
      </ol>
      <p role="alert" className={fieldStyles.error}>
        {problem}
      </p>
    </Panel>
  );
}
