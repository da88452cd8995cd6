"use client";

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { setPendingDraft } from "@/app/admin/_desk/pending-draft";
import {
  type DraftSaving,
  useDraftSaving,
} from "@/app/admin/(desk)/studies/[slug]/settings/use-draft-saving";
import type { StudyConfiguration } from "@/lib/study/configuration";
import { type PlacedProblem, problemsOf } from "@/lib/study/editing/problems";
import {
  afterChange,
  afterRedo,
  afterUndo,
  beginHistory,
  type UndoHistory,
} from "@/lib/study/editing/undo";

/** The draft as it stands in this window, and what can be done with it. */
interface Draft {
  slug: string;
  configuration: StudyConfiguration;
  problems: readonly PlacedProblem[];
  saving: DraftSaving;
  /** Takes a new state; changes of one place in a row are one step of the undoing. */
  change: (next: StudyConfiguration, place?: string) => void;
  undo: (() => void) | null;
  redo: (() => void) | null;
}

const Context = createContext<Draft | null>(null);

/** The draft of the forms below. */
export function useDraft(): Draft {
  const draft = useContext(Context);
  if (!draft) throw new Error("expected a DraftProvider above");
  return draft;
}

/** Holds a draft for all its forms, checks it as it is typed and saves it by itself. */
export function DraftProvider(props: {
  slug: string;
  number: number;
  content: StudyConfiguration;
  children: ReactNode;
}) {
  const { slug, number, content, children } = props;
  const [history, setHistory] = useState(() => beginHistory(content));
  const { saving, save } = useDraftSaving(slug, number);
  const configuration = history.present;
  const problems = useMemo(() => problemsOf(configuration), [configuration]);
  const pending = saving.kind !== "saved" ? "unsaved" : problems.length > 0 ? "invalid" : null;
  useEffect(() => setPendingDraft(pending), [pending]);
  useEffect(() => () => setPendingDraft(null), []);
  const take = (next: UndoHistory<StudyConfiguration>) => {
    setHistory(next);
    save(next.present);
  };
  const draft: Draft = {
    slug,
    configuration,
    problems,
    saving,
    change: (next, place) => take(afterChange(history, next, place ?? null)),
    undo: history.past.length > 0 ? () => take(afterUndo(history)) : null,
    redo: history.future.length > 0 ? () => take(afterRedo(history)) : null,
  };
  return <Context value={draft}>{children}</Context>;
}
