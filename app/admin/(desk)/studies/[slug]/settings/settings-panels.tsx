import Link from "next/link";
import { ActForm } from "@/app/admin/_desk/act-form";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import tableStyles from "@/app/admin/_desk/desk-tables.module.css";
import { InputField } from "@/app/admin/_desk/fields";
import { Notice, Panel } from "@/app/admin/_desk/parts";
import { preregistrationText } from "@/lib/services/study/preregistration-text";
import type { StudyFacts } from "@/lib/services/study/study-facts";
import type { studyReadiness } from "@/lib/services/study/study-readiness";

type Ready = Awaited<ReturnType<typeof studyReadiness>>;

/** What keeps a draft from its launch, how long a session takes, and a test run. */
export function ReadinessPanel(props: { facts: StudyFacts; admin: boolean; ready: Ready }) {
  const { facts, admin, ready } = props;
  const draft = facts.launchedAt === null;
  return (
    <Panel title={draft ? "Ready to launch?" : `Frozen since the launch, version ${facts.version}`}>
      <p>
        A session takes about <strong>{ready.minutes} minutes</strong>.{" "}
        {draft ? (
          <Link href={`/admin/planner?study=${facts.slug}`}>How many participants are needed?</Link>
        ) : null}
      </p>
      {draft ? <Findings ready={ready} /> : null}
      {draft && admin && ready.problems.length === 0 ? (
        <ActForm
          action={`/api/desk/studies/${facts.slug}/rehearsal`}
          submit="Make a test run"
          look="secondary"
          small
        />
      ) : null}
      {draft ? null : <ParticipantLinks facts={facts} />}
    </Panel>
  );
}

function Findings({ ready }: { ready: Ready }) {
  return (
    <>
      {ready.problems.length > 0 ? (
        <Notice tone="bad">
          <ul className={frameStyles.list}>
            {ready.problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      {ready.problems.length === 0 ? <p>Nothing keeps this study from its launch.</p> : null}
      {ready.warnings.length > 0 ? (
        <>
          <p>Worth a thought:</p>
          <ul className={frameStyles.list}>
            {ready.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  );
}

function ParticipantLinks({ facts }: { facts: StudyFacts }) {
  return (
    <p className={frameStyles.row}>
      Participants' page:{" "}
      {facts.configuration.languages.map((language) => (
        <a
          key={language}
          href={`/s/${facts.slug}?lang=${language}`}
          target="_blank"
          rel="noreferrer"
        >
          {language}
        </a>
      ))}
    </p>
  );
}

/** The analysis plan as it will be preregistered. */
export function PlanPanel({ facts }: { facts: StudyFacts }) {
  return (
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
  );
}

/** Makes another draft like this study. */
export function DuplicatePanel({ facts }: { facts: StudyFacts }) {
  return (
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
  );
}
