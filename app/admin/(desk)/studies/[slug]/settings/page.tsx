import { studyPage } from "@/app/_server/study-page";
import { ActForm } from "@/app/admin/_desk/act-form";
import styles from "@/app/admin/_desk/desk-styles";
import { Notice, Panel } from "@/app/admin/_desk/parts";
import { SettingsForm } from "@/app/admin/(desk)/studies/[slug]/settings/settings-form";
import { TextsForm } from "@/app/admin/(desk)/studies/[slug]/settings/texts-form";
import { studyReadiness } from "@/lib/services/desk-readiness";
import { placedTexts } from "@/lib/services/desk-study-texts";

/** Texts and settings of a study: free before the launch, wording alone after it. */
export default async function SettingsPage({ params }: { params: Promise<{ slug: string }> }) {
  const { facts, staff } = await studyPage((await params).slug);
  const admin = staff.role === "admin";
  const draft = facts.launchedAt === null;
  const ready = await studyReadiness(facts);
  const preview = `/s/${facts.slug}`;
  return (
    <>
      <Panel
        title={draft ? "Ready to launch?" : `Frozen since the launch, version ${facts.version}`}
      >
        <p>
          A session takes about <strong>{ready.minutes} minutes</strong>.
        </p>
        {draft && ready.problems.length > 0 ? (
          <Notice tone="bad">
            <ul>
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
            <ul>
              {ready.warnings.map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          </>
        ) : null}
        {draft ? null : (
          <p className={styles.row}>
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
      {draft && admin ? (
        <SettingsForm slug={facts.slug} configuration={facts.configuration} />
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
          texts={placedTexts(facts.configuration)}
          languages={facts.configuration.languages}
          editable={admin}
          launched={!draft}
        />
      </Panel>
      <Panel title="Analysis plan">
        <p className={styles.row}>
          <a href={`/api/desk/studies/${facts.slug}/plan?format=text`}>Preregistration text</a>
          <a href={`/api/desk/studies/${facts.slug}/plan?format=json`}>Plan as JSON</a>
        </p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
        <pre className={`${styles.log} ${styles.mono}`} tabIndex={0}>
          {JSON.stringify(
            { stop: facts.configuration.stop, plan: facts.configuration.plan },
            null,
            2,
          )}
        </pre>
      </Panel>
      {admin && draft ? (
        <Panel title="Everything as JSON">
          <details>
            <summary>Dimensions, questions, groups and plan can be edited here</summary>
            <ActForm
              action={`/api/desk/studies/${facts.slug}/configuration`}
              submit="Save"
              fixed={{ kind: "whole" }}
            >
              <div className={styles.field}>
                <label htmlFor="configuration">Configuration</label>
                <textarea
                  id="configuration"
                  name="configuration"
                  className={`${styles.input} ${styles.mono}`}
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
            <div className={styles.field}>
              <label htmlFor="copy-name">Name</label>
              <input
                id="copy-name"
                name="name"
                className={styles.input}
                defaultValue={`${facts.name}, again`}
                required
              />
            </div>
            <div className={styles.field}>
              <label htmlFor="copy-slug">Name in the address</label>
              <input
                id="copy-slug"
                name="slug"
                className={styles.input}
                defaultValue={`${facts.slug}-2`}
                required
              />
            </div>
          </ActForm>
        </Panel>
      ) : null}
    </>
  );
}
