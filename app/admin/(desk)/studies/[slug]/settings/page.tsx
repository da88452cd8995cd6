import { studyPage } from "@/app/_server/study-page";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import { Panel } from "@/app/admin/_desk/parts";
import { DesignFile } from "@/app/admin/(desk)/studies/[slug]/settings/design-file";
import { DesignForm } from "@/app/admin/(desk)/studies/[slug]/settings/design-form";
import { DraftBar } from "@/app/admin/(desk)/studies/[slug]/settings/draft-bar";
import { DraftProvider } from "@/app/admin/(desk)/studies/[slug]/settings/draft-context";
import { DraftHistory } from "@/app/admin/(desk)/studies/[slug]/settings/draft-history";
import { DraftTexts } from "@/app/admin/(desk)/studies/[slug]/settings/draft-texts";
import { PreviewPanel } from "@/app/admin/(desk)/studies/[slug]/settings/preview-panel";
import { SettingsForm } from "@/app/admin/(desk)/studies/[slug]/settings/settings-form";
import {
  DuplicatePanel,
  PlanPanel,
  ReadinessPanel,
} from "@/app/admin/(desk)/studies/[slug]/settings/settings-panels";
import { TextsForm } from "@/app/admin/(desk)/studies/[slug]/settings/texts-form";
import { previewViews } from "@/lib/services/study/preview-study";
import { draftHistory, loadDraft } from "@/lib/services/study/study-draft";
import type { StudyFacts } from "@/lib/services/study/study-facts";
import { studyReadiness } from "@/lib/services/study/study-readiness";
import { configurationDigest } from "@/lib/study/configuration";

/** Texts and settings of a study: free before the launch, wording alone after it. */
export default async function SettingsPage({ params }: { params: Promise<{ slug: string }> }) {
  const { facts, staff } = await studyPage((await params).slug);
  const admin = staff.role === "admin";
  const { slug, configuration } = facts;
  const editing = admin && facts.launchedAt === null;
  const pages = await previewViews(facts, configuration.languages[0] ?? "en");
  return (
    <div className={frameStyles.withPreview}>
      <ReadinessPanel facts={facts} admin={admin} ready={await studyReadiness(facts)} />
      <div className={frameStyles.preview}>
        <PreviewPanel
          slug={slug}
          languages={configuration.languages}
          pages={pages.map(({ page }) => page)}
          state={configurationDigest(configuration)}
        />
      </div>
      {editing ? <DraftForms facts={facts} /> : <Wording facts={facts} admin={admin} />}
      <PlanPanel facts={facts} />
      {admin ? <DuplicatePanel facts={facts} /> : null}
    </div>
  );
}

/** The forms of a draft, which save themselves. */
async function DraftForms({ facts: { id, slug } }: { facts: StudyFacts }) {
  const { number, content } = await loadDraft(slug);
  return (
    <DraftProvider slug={slug} number={number} content={content}>
      <div>
        <DraftBar />
        <SettingsForm />
        <DesignForm />
        <DraftTexts />
        <DesignFile />
        <DraftHistory steps={await draftHistory(id)} />
      </div>
    </DraftProvider>
  );
}

function Wording({ facts, admin }: { facts: StudyFacts; admin: boolean }) {
  const launched = facts.launchedAt !== null;
  const title = launched
    ? "Texts: wording can be corrected; sessions keep the version they were shown"
    : "Texts";
  return (
    <Panel title={title}>
      <TextsForm
        slug={facts.slug}
        configuration={facts.configuration}
        editable={admin && launched}
      />
    </Panel>
  );
}
