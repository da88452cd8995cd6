"use client";

import { useState } from "react";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import partStyles from "@/app/admin/_desk/desk-parts.module.css";
import { SelectField } from "@/app/admin/_desk/fields";
import { Panel } from "@/app/admin/_desk/parts";
import type { ParticipantPage } from "@/lib/study/participant-view";

/** What the pages of the walk are called at the desk. */
const PAGES: Partial<Record<ParticipantPage, string>> = {
  welcome: "Welcome",
  consent: "Consent",
  sound: "Sound check",
  practice: "Practice trial",
  trial: "Trial",
  pause: "Pause",
  questions: "Questions",
  done: "Last page",
};

/**
 * A participant's page beside its settings, as it stands after the last saving.
 * @param props.state changes whenever the configuration does: the frame then loads anew
 */
export function PreviewPanel(props: {
  slug: string;
  languages: readonly string[];
  pages: readonly ParticipantPage[];
  state: string;
}) {
  const { slug, languages, pages, state } = props;
  const [language, setLanguage] = useState(languages[0] ?? "en");
  const [page, setPage] = useState<ParticipantPage>("welcome");
  const shown = pages.includes(page) ? page : "welcome";
  const address = `/admin/studies/${slug}/preview?lang=${language}&page=${shown}`;
  return (
    <Panel title="What participants will see">
      <div className={fieldStyles.filters}>
        <SelectField
          id="preview-page"
          label="Page"
          value={shown}
          options={pages.map((one) => [one, PAGES[one] ?? one] as const)}
          onChange={(event) => setPage(event.target.value as ParticipantPage)}
        />
        <SelectField
          id="preview-language"
          label="Language"
          value={language}
          options={languages}
          onChange={(event) => setLanguage(event.target.value)}
        />
        <a href={address} target="_blank" rel="noreferrer">
          In a window of its own
        </a>
      </div>
      <p className={fieldStyles.hint}>
        Nothing that you do here is stored. The headphone screen and the counting of notes are only
        heard in a test run.
      </p>
      <iframe
        key={`${state} ${address}`}
        src={address}
        title={`Preview: ${PAGES[shown] ?? shown}, ${language}`}
        className={partStyles.previewFrame}
      />
    </Panel>
  );
}
