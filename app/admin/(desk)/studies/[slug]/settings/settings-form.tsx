import { ActForm } from "@/app/admin/_desk/act-form";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import { InputField, SelectField } from "@/app/admin/_desk/fields";
import { Panel } from "@/app/admin/_desk/parts";
import { largestQuota, type StopRule } from "@/lib/study/analysis-plan";
import type { StudyConfiguration } from "@/lib/study/configuration";
import { WIDTH_COUNTS_FROM } from "@/lib/study/stop-rule";

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
        done="Settings saved."
        fixed={{ kind: "settings" }}
      >
        <div className={frameStyles.columns}>
          <div>
            <Trials configuration={configuration} />
            <Listening configuration={configuration} />
          </div>
          <Consent configuration={configuration} />
        </div>
      </ActForm>
    </Panel>
  );
}

interface CountProps {
  id: string;
  label: string;
  hint?: string;
  value: number | null;
  min: number;
  max: number;
}

function Count({ value, ...field }: CountProps) {
  return <InputField {...field} type="number" defaultValue={value ?? ""} />;
}

function Trials({ configuration: { trials, stop } }: { configuration: StudyConfiguration }) {
  return (
    <div>
      <StopRuleFields stop={stop} />
      <Count
        id="perModel"
        label="Clips per model and participant"
        value={trials.models[0]?.perParticipant ?? 1}
        min={1}
        max={200}
      />
      {trials.anchors.length > 0 ? (
        <Count
          id="perAnchor"
          label="Clips per anchor and participant"
          value={trials.anchors[0]?.perParticipant ?? 1}
          min={1}
          max={200}
        />
      ) : null}
      <Count id="practice" label="Practice trials" value={trials.practice} min={0} max={10} />
      <Count
        id="repeatsPerModel"
        label="Repeated trials per model"
        value={trials.repeatsPerModel}
        min={0}
        max={20}
      />
      <Count
        id="catches"
        label="Catch trials"
        hint="Spoken instructions; at least 2 or none."
        value={trials.catches}
        min={0}
        max={10}
      />
      <Count
        id="pauseEvery"
        label="A pause after this many trials"
        hint="Empty: no pauses."
        value={trials.pauseEvery}
        min={2}
        max={100}
      />
    </div>
  );
}

function StopRuleFields({ stop }: { stop: StopRule }) {
  return (
    <>
      <SelectField
        id="stopKind"
        label="Collecting ends"
        defaultValue={stop.kind}
        options={[
          ["quota", "when enough have completed"],
          ["width", "when it is precise enough"],
        ]}
      />
      <Count
        id="participants"
        label="Participants wanted"
        hint="Where precision decides: at most so many."
        value={largestQuota(stop)}
        min={1}
        max={100000}
      />
      <InputField
        id="width"
        label="Widest interval wanted (points)"
        hint={`Where precision decides: the whole width of every primary contrast's interval. It counts from ${WIDTH_COUNTS_FROM} completed sessions on.`}
        type="number"
        min={0.01}
        max={10}
        step={0.01}
        defaultValue={stop.kind === "width" ? stop.width : ""}
      />
    </>
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
        id="coverage"
        label="Heard before rating (%)"
        value={Math.round(listening.coverage * 100)}
        min={0}
        max={100}
      />
      <Count
        id="replays"
        label="Replays allowed"
        hint="Empty: as often as wanted."
        value={listening.replays}
        min={0}
        max={100}
      />
      <SelectField
        id="headphones"
        label="Headphone screen"
        defaultValue={checks.headphones?.kind ?? "none"}
        options={["none", ["huggins", "Huggins pitch"], "antiphase"]}
      />
      <fieldset className={fieldStyles.field}>
        <legend className={fieldStyles.label}>Options</legend>
        {boxes.map(([name, label, checked]) => (
          <label key={name} className={fieldStyles.checkRow}>
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
  const line = (id: string, label: string, value: string, type = "text") => (
    <InputField id={id} label={label} type={type} defaultValue={value} />
  );
  return (
    <div>
      {line("controller", "Who runs the study", consent.controller)}
      {line("contact", "Whom to ask", consent.contact)}
      {line("ethicsNumber", "Ethics approval number", consent.ethicsNumber)}
      <Count
        id="minimumAge"
        label="Minimum age"
        hint="Empty: not asked."
        value={consent.minimumAge}
        min={0}
        max={120}
      />
      {line("retentionDate", "Data kept until", consent.retentionDate, "date")}
      {line("withdrawalDeadline", "Withdrawal possible until", consent.withdrawalDeadline, "date")}
      <SelectField
        id="completionKind"
        label="At the end"
        defaultValue={complete.kind}
        options={[
          ["none", "thanks only"],
          ["code", "a completion code"],
          ["redirect", "back to the recruitment site"],
        ]}
      />
      {line("completion", "Code or address", text)}
    </div>
  );
}
