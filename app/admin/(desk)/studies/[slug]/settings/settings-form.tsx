import { ActForm } from "@/app/admin/_desk/act-form";
import styles from "@/app/admin/_desk/desk-styles";
import { Field, Panel } from "@/app/admin/_desk/parts";
import { largestQuota } from "@/lib/study/analysis-plan";
import type { StudyConfiguration } from "@/lib/study/configuration";

/** The settings of a draft. */
export function SettingsForm({
  slug,
  configuration,
}: {
  slug: string;
  configuration: StudyConfiguration;
}) {
  return (
    <Panel title="Settings">
      <ActForm
        action={`/api/desk/studies/${slug}/configuration`}
        submit="Save the settings"
        fixed={{ kind: "settings" }}
      >
        <div className={styles.columns}>
          <Trials configuration={configuration} />
          <Listening configuration={configuration} />
          <Consent configuration={configuration} />
        </div>
        <br />
      </ActForm>
    </Panel>
  );
}

function Count(props: {
  name: string;
  label: string;
  hint?: string;
  value: number | null;
  min: number;
  max: number;
}) {
  const { name, label, hint, value, min, max } = props;
  return (
    <Field id={name} label={label} hint={hint}>
      <input
        id={name}
        name={name}
        type="number"
        min={min}
        max={max}
        className={styles.input}
        defaultValue={value ?? ""}
      />
    </Field>
  );
}

function Trials({ configuration: { trials, stop } }: { configuration: StudyConfiguration }) {
  return (
    <div>
      <Count
        name="participants"
        label="Participants wanted"
        value={largestQuota(stop)}
        min={1}
        max={100000}
      />
      <Count
        name="perModel"
        label="Clips per model and participant"
        value={trials.models[0]?.perParticipant ?? 1}
        min={1}
        max={200}
      />
      {trials.anchors.length > 0 ? (
        <Count
          name="perAnchor"
          label="Clips per anchor and participant"
          value={trials.anchors[0]?.perParticipant ?? 1}
          min={1}
          max={200}
        />
      ) : null}
      <Count name="practice" label="Practice trials" value={trials.practice} min={0} max={10} />
      <Count
        name="repeatsPerModel"
        label="Repeated trials per model"
        value={trials.repeatsPerModel}
        min={0}
        max={20}
      />
      <Count
        name="catches"
        label="Catch trials"
        hint="Spoken instructions; at least 2 or none."
        value={trials.catches}
        min={0}
        max={10}
      />
      <Count
        name="pauseEvery"
        label="A pause after this many trials"
        hint="Empty: no pauses."
        value={trials.pauseEvery}
        min={2}
        max={100}
      />
    </div>
  );
}

function Listening({ configuration }: { configuration: StudyConfiguration }) {
  const { listening, checks, lab, ownResults } = configuration;
  const boxes: [string, string, boolean][] = [
    ["sound", "Volume check before the trials", checks.sound],
    ["autoplay", "Play by itself from the second trial on", listening.autoplay],
    ["comment", "Offer a comment on every trial", listening.comment],
    ["lab", "Shared computer in a lab", lab],
    ["ownResults", "Show participants their own means at the end", ownResults],
  ];
  return (
    <div>
      <Count
        name="coverage"
        label="Heard before rating (%)"
        value={Math.round(listening.coverage * 100)}
        min={0}
        max={100}
      />
      <Count
        name="replays"
        label="Replays allowed"
        hint="Empty: as often as wanted."
        value={listening.replays}
        min={0}
        max={100}
      />
      <Field id="headphones" label="Headphone screen">
        <select
          id="headphones"
          name="headphones"
          className={styles.input}
          defaultValue={checks.headphones?.kind ?? "none"}
        >
          <option value="none">none</option>
          <option value="huggins">Huggins pitch</option>
          <option value="antiphase">antiphase</option>
        </select>
      </Field>
      <fieldset className={styles.field}>
        <legend className={styles.label}>Options</legend>
        {boxes.map(([name, label, checked]) => (
          <label key={name} className={styles.checkRow}>
            <input type="checkbox" name="options[]" value={name} defaultChecked={checked} /> {label}
          </label>
        ))}
      </fieldset>
    </div>
  );
}

function Consent({
  configuration: { consent, recruitment },
}: {
  configuration: StudyConfiguration;
}) {
  const complete = recruitment.completion.complete;
  const text =
    complete.kind === "code" ? complete.code : complete.kind === "redirect" ? complete.url : "";
  const line = (name: string, label: string, value: string, type = "text") => (
    <Field id={name} label={label}>
      <input id={name} name={name} type={type} className={styles.input} defaultValue={value} />
    </Field>
  );
  return (
    <div>
      {line("controller", "Who runs the study", consent.controller)}
      {line("contact", "Whom to ask", consent.contact)}
      {line("ethicsNumber", "Ethics approval number", consent.ethicsNumber)}
      <Count
        name="minimumAge"
        label="Minimum age"
        hint="Empty: not asked."
        value={consent.minimumAge}
        min={0}
        max={120}
      />
      {line("retentionDate", "Data kept until", consent.retentionDate, "date")}
      {line("withdrawalDeadline", "Withdrawal possible until", consent.withdrawalDeadline, "date")}
      <Field id="completionKind" label="At the end">
        <select
          id="completionKind"
          name="completionKind"
          className={styles.input}
          defaultValue={complete.kind}
        >
          <option value="none">thanks only</option>
          <option value="code">a completion code</option>
          <option value="redirect">back to the recruitment site</option>
        </select>
      </Field>
      {line("completion", "Code or address", text)}
    </div>
  );
}
