"use client";

import { useLocale } from "next-intl";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { getOutput } from "@/app/(study)/_player/output";
import { direction } from "@/i18n/languages";
import type { ParticipantView } from "@/lib/study/participant-view";
import { recall, remember } from "./browser-memory";
import { FlowContext } from "./context";
import { Frame } from "./frame";
import { PageOf } from "./page-of";
import { Participation } from "./participation";
import { useBackButton } from "./use-back-button";

interface Props {
  slug: string;
  /** The server's "where am I" answer that came with the page; null when it could not be asked. */
  first: ParticipantView | null;
  /** Search part of the address. */
  query: string;
}

// On a trial's page that was opened cold, sound is waited for: its part comes along with the rest.
if (typeof document !== "undefined" && document.querySelector('link[href^="/api/clips/"]')) {
  getOutput().catch(() => undefined);
}

/** The participant's whole walk: one client flow, a page for each state of the session. */
export function StudyFlow({ slug, first, query }: Props) {
  const [participation] = useState(() => new Participation(slug, first, query));
  const snapshot = useSyncExternalStore(
    participation.subscribe,
    participation.current,
    participation.current,
  );
  const keys = useKeySetting(snapshot.view);
  useEffect(() => participation.begin(), [participation]);
  useEffect(loadSoundEarly, []);
  useDocumentLanguage();
  useBackButton(participation, snapshot.view);
  const flow = useMemo(
    () => ({ slug, participation, snapshot, keys }),
    [slug, participation, snapshot, keys],
  );
  return (
    <FlowContext value={flow}>
      <Frame>
        <PageOf snapshot={snapshot} />
      </Frame>
    </FlowContext>
  );
}

// The part that plays sound is large: it comes while the first page is read.
function loadSoundEarly(): void {
  // Whoever plays asks for it again, and says what failed.
  getOutput().catch(() => undefined);
}

function useDocumentLanguage(): void {
  const language = useLocale();
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = direction(language);
  }, [language]);
}

const KEYS_SETTING = "keys off";

function useKeySetting(view: ParticipantView | null) {
  const offered = view !== null && "study" in view && view.study.digitShortcuts;
  const [wanted, setWanted] = useState(true);
  useEffect(() => setWanted(recall(KEYS_SETTING) === null), []);
  return useMemo(() => {
    const set = (on: boolean) => {
      remember(KEYS_SETTING, on ? null : "1");
      setWanted(on);
    };
    return { on: offered && wanted, set };
  }, [offered, wanted]);
}
