import Link from "next/link";
import { studyPage } from "@/app/_server/study-page";
import { ActForm } from "@/app/admin/_desk/act-form";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import tableStyles from "@/app/admin/_desk/desk-tables.module.css";
import { InputField } from "@/app/admin/_desk/fields";
import { Notice, Panel } from "@/app/admin/_desk/parts";
import { DesignForm } from "@/app/admin/(desk)/studies/[slug]/settings/design-form";
import { PreviewPanel } from "@/app/admin/(desk)/studies/[slug]/settings/preview-panel";
import { SettingsForm } from "@/app/admin/(desk)/studies/[slug]/settings/settings-form";
import { inReadingOrder } from "@/app/admin/(desk)/studies/[slug]/settings/text-names";
import { TextsForm } from "@/app/admin/(desk)/studies/[slug]/settings/texts-form";
import { preregistrationText } from "@/lib/services/study/preregistration-text";
import { previewViews } from "@/lib/services/study/preview-study";
import { studyReadiness } from "@/lib/services/study/study-readiness";
import { placedTexts } from "@/lib/services/study/study-texts";
import { configurationDigest } from "@/lib/study/configuration";

/** Texts and settings of a study: free before the launch, wording alone after it. */
export default async function SettingsPage({ params }: { params: Promise<{ slug: string }> }) {
  const { facts, staff } = await studyPage((await params).slug);
  const admin = staff.role === "admin";
  const draft = facts.launchedAt === null;
  const ready = await studyReadiness(facts);
  const preview = `/s/${facts.slug}`;
  const { configuration } = facts;
  const pages = await previewViews(facts, configuration.languages[0] ?? "en");
  return (
    <div className={frameStyles.withPreview}>
      <Panel
        title={draft ? "Ready to launch?" : `Frozen since the launch, version ${facts.version}`}
      >
        <p>
          A session takes about <strong>{ready.minutes} minutes</strong>.{" "}
          {draft ? (
            <Link href={`/admin/planner?study=${facts.slug}`}>
              How many participants are needed?
            </Link>
          ) : null}
        </p>
        {draft && ready.problems.length > 0 ? (
          <Notice tone="bad">
            <ul className={frameStyles.list}>
              {ready.problems.map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          </Notice>
        ) : null}
        {draft && ready.problems.length === 0 ? (
          <p>Nothing keeps this study from its launch.</p>
        ) : null}
        {draft && ready.warnings.length > 0 ? (
          <>
            <p>Worth a thought:</p>
            <ul className={frameStyles.list}>
              {ready.warnings.map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          </>
        ) : null}
        {draft && admin && ready.problems.length === 0 ? (
          <ActForm
            action={`/api/desk/studies/${facts.slug}/rehearsal`}
            submit="Make a test run"
            look="secondary"
            small
          />
        ) : null}
        {draft ? null : (
          <p className={frameStyles.row}>
            Participants' page:{" "}
            {facts.configuration.languages.map((language) => (
              <a
                key={language}
                href={`${preview}?lang=${language}`}
                target="_blank"
                rel="noreferrer"
              >
                {language}
              </a>
            ))}
          </p>
        )}
      </Panel>
      <div className={frameStyles.preview}>
        <PreviewPanel
          slug={facts.slug}
          languages={configuration.languages}
          pages={pages.map(({ page }) => page)}
          state={configurationDigest(configuration)}
        />
      </div>
      {draft && admin ? (
        <>
          <SettingsForm slug={facts.slug} configuration={facts.configuration} />
          <DesignForm slug={facts.slug} configuration={facts.configuration} />
        </>
      ) : null}
      <Panel
        title={
          draft
            ? "Texts"
            : "Texts: wording can be corrected; sessions keep the version they were shown"
        }
      >
        <TextsForm
          slug={facts.slug}
          texts={inReadingOrder(placedTexts(facts.configuration)).filter(
            // Those of a draft's scales and questions stand in the editor above.
            ({ place }) => !(draft && admin && /^(dimensions|questions)\./.test(place)),
          )}
          languages={facts.configuration.languages}
          editable={admin}
          launched={!draft}
        />
      </Panel>
      <Panel title="Analysis plan">
        <p className={frameStyles.row}>
          <a href={`/api/desk/studies/${facts.slug}/plan?format=text`}>Preregistration text</a>
          <a href={`/api/desk/studies/${facts.slug}/plan?format=json`}>Plan as JSON</a>
        </p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
        <pre className={`${tableStyles.log} ${tableStyles.mono}`} tabIndex={0}>
          {preregistrationText(facts)}
        </pre>
      </Panel>
      {admin && draft ? (
        <Panel title="Advanced">
          <details>
            <summary>
              For programmers: everything as JSON (groups, exclusion rules, other conditions)
            </summary>
            <ActForm
              action={`/api/desk/studies/${facts.slug}/configuration`}
              submit="Save"
              done="Saved."
              fixed={{ kind: "whole" }}
            >
              <div className={fieldStyles.field}>
                <label htmlFor="configuration">Configuration</label>
                <textarea
                  id="configuration"
                  name="configuration"
                  className={`${fieldStyles.input} ${tableStyles.mono}`}
                  style={{ maxInlineSize: "100%", minBlockSize: "30rem" }}
                  defaultValue={JSON.stringify(facts.configuration, null, 2)}
                  spellCheck={false}
                />
              </div>
            </ActForm>
          </details>
        </Panel>
      ) : null}
      {admin ? (
        <Panel title="Duplicate">
          <ActForm
            action={`/api/desk/studies/${facts.slug}/duplicate`}
            submit="Make a draft like this"
            look="secondary"
          >
            <InputField
              id="copy-name"
              name="name"
              label="Name"
              defaultValue={`${facts.name}, again`}
              required
            />
            <InputField
              id="copy-slug"
              name="slug"
              label="Name in the address"
              defaultValue={`${facts.slug}-2`}
              required
            />
          </ActForm>
        </Panel>
      ) : null}
    </div>
  );
}
