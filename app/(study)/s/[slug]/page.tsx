import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { preload } from "react-dom";
import { ClientMessages } from "@/app/_components/client-messages";
import { whereOnPage } from "@/app/_server/participant-page";
import { StudyFlow } from "@/app/(study)/_flow/flow";
import styles from "@/app/(study)/_flow/flow.module.css";
import { fitting } from "@/i18n/languages";
import type { ParticipantView } from "@/lib/study/participant-view";

interface Props {
  params: Promise<{ slug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const metadata: Metadata = { robots: { index: false } };

/** The participant's route: comes with where the participant is; all else is one client flow. */
export default async function StudyPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const query = queryOf(await searchParams);
  const first = await whereOnPage(slug, query);
  if (first && "clip" in first) fetchEarly(first);
  const site = await getTranslations("site");
  return (
    <ClientMessages namespaces={["study"]} language={languageOf(first)}>
      <noscript>
        <p className={styles.noScript}>{site("noScript")}</p>
      </noscript>
      <StudyFlow slug={slug} first={first} query={query} />
    </ClientMessages>
  );
}

// The clip is on its way while the scripts still load.
function fetchEarly(view: Extract<ParticipantView, { clip: unknown }>): void {
  preload(view.clip.url, { as: "fetch", crossOrigin: "anonymous" });
}

/** The session's own language, where the site has words for it. */
function languageOf(view: ParticipantView | null): string | undefined {
  return (view && "study" in view && fitting(view.study.language)) || undefined;
}

function queryOf(parameters: Record<string, string | string[] | undefined>): string {
  const pairs = Object.entries(parameters).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : "";
}
