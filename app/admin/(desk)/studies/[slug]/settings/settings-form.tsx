"use client";

import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import { InputField, SelectField } from "@/app/admin/_desk/fields";
import { Panel } from "@/app/admin/_desk/parts";
import { useDraft } from "@/app/admin/(desk)/studies/[slug]/settings/draft-context";
import {
  NumberField,
  PlaceCheck,
  PlaceNumber,
  PlaceText,
} from "@/app/admin/(desk)/studies/[slug]/settings/place-fields";
import { type Completion, HEADPHONE_KINDS } from "@/lib/study/configuration";
import { withValueAt } from "@/lib/study/editing/place";
import { problemAt } from "@/lib/study/editing/problems";
import {
  COMPLETION_KINDS,
  completionWith,
  completionWords,
  quotaPlace,
  STOP_KINDS,
  withHeadphones,
  withStopKind,
  withTrialsPerCondition,
} from "@/lib/study/editing/settings";
import { WIDTH_COUNTS_FROM } from "@/lib/study/stop-rule";

/** The settings of a draft. */
export function SettingsForm() {
  return (
    <Panel title="Settings">
      <div className={frameStyles.columns}>
        <div>
          <StopRuleFields />
          <Trials />
          <Listening />
        </div>
        <div>
          <Consent />
          <Ending />
        </div>
      </div>
    </Panel>
  );
}

const STOP_WORDS = {
  quota: "when enough have completed",
  width: "when it is precise enough",
} as const;

function StopRuleFields() {
  const { configuration, change } = useDraft();
  const { stop } = configuration;
  return (
    <>
      <SelectField
        id="stopKind"
        label="Collecting ends"
        value={stop.kind}
        onChange={({ target }) =>
          change(withStopKind(configuration, target.value === "width" ? "width" : "quota"))
        }
        options={STOP_KINDS.map((kind) => [kind, STOP_WORDS[kind]] as const)}
      />
      <PlaceNumber
        place={quotaPlace(stop)}
        label="Participants wanted"
        hint="Where precision decides: at most so many."
      />
      {stop.kind === "width" ? (
        <PlaceNumber
          place="stop.width"
          label="Widest interval wanted (points)"
          hint={`The whole width of every primary contrast's interval. It counts from ${WIDTH_COUNTS_FROM} completed sessions on.`}
          step={0.01}
        />
      ) : null}
    </>
  );
}

function Trials() {
  const { configuration, change } = useDraft();
  const all = (list: "models" | "anchors") => (count: number | null) =>
    change(withTrialsPerCondition(configuration, list, count), `trials.${list}`);
  return (
    <>
      <NumberField
        place="trials.models.0.perParticipant"
        label="Clips per model and participant"
        onNumber={all("models")}
      />
      {configuration.trials.anchors.length > 0 ? (
        <NumberField
          place="trials.anchors.0.perParticipant"
          label="Clips per anchor and participant"
          onNumber={all("anchors")}
        />
      ) : null}
      <PlaceNumber place="trials.practice" label="Practice trials" />
      <PlaceNumber place="trials.repeatsPerModel" label="Repeated trials per model" />
      <PlaceNumber
        place="trials.catches"
        label="Catch trials"
        hint="Spoken instructions; at least 2 or none."
      />
      <PlaceNumber
        place="trials.pauseEvery"
        label="A pause after this many trials"
        hint="Empty: no pauses."
      />
    </>
  );
}

const BOXES = [
  ["checks.sound", "Volume check before the trials"],
  ["listening.autoplay", "Play by itself from the second trial on"],
  ["listening.comment", "Offer a comment on every trial"],
  ["lab", "Shared computer in a lab"],
  ["ownResults", "Show participants their own means at the end"],
] as const;

const HEADPHONE_WORDS = { huggins: "Huggins pitch", antiphase: "antiphase" } as const;

function Listening() {
  const { configuration, change } = useDraft();
  const kinds = ["none", ...HEADPHONE_KINDS] as const;
  return (
    <>
      <PlaceNumber place="listening.coverage" label="Heard before rating (%)" percent />
      <PlaceNumber
        place="listening.replays"
        label="Replays allowed"
        hint="Empty: as often as wanted."
      />
      <SelectField
        id="headphones"
        label="Headphone screen"
        value={configuration.checks.headphones?.kind ?? "none"}
        onChange={({ target }) =>
          change(withHeadphones(configuration, kinds.find((one) => one === target.value) ?? "none"))
        }
        options={kinds.map((kind) => [kind, kind === "none" ? kind : HEADPHONE_WORDS[kind]])}
      />
      <PlaceNumber
        place="checks.soundMisses"
        label="Wrong counts of notes that end a session"
        hint="Of the volume check. Empty: never."
      />
      <SelectField
        id="dimensionOrder"
        label="Order of the scales"
        hint="Drawn: another order for each participant, kept through the session."
        value={configuration.dimensionOrder}
        onChange={({ target }) =>
          change(withValueAt(configuration, "dimensionOrder", target.value))
        }
        options={["drawn", "fixed"]}
      />
      <fieldset className={fieldStyles.field}>
        <legend className={fieldStyles.label}>Options</legend>
        {BOXES.map(([place, label]) => (
          <PlaceCheck key={place} place={place} label={label} />
        ))}
      </fieldset>
    </>
  );
}

function Consent() {
  return (
    <>
      <PlaceText place="consent.controller" label="Who runs the study" />
      <PlaceText place="consent.contact" label="Whom to ask" />
      <PlaceText place="consent.ethicsNumber" label="Ethics approval number" />
      <PlaceNumber place="consent.minimumAge" label="Minimum age" hint="Empty: not asked." />
      <PlaceText place="consent.retentionDate" label="Data kept until" type="date" />
      <PlaceText place="consent.withdrawalDeadline" label="Withdrawal possible until" type="date" />
    </>
  );
}

const ENDINGS = [
  ["complete", "At the end"],
  ["declined", "After a no to the consent"],
  ["screenedOut", "After a failed check"],
  ["full", "When the study is full"],
] as const;

const ENDING_WORDS = {
  none: "thanks only",
  code: "a completion code",
  redirect: "back to the recruitment site",
} as const;

function Ending() {
  const { configuration, problems, change } = useDraft();
  const put = (place: string, next: Completion, typed: boolean) =>
    change(withValueAt(configuration, place, next), typed ? place : undefined);
  return ENDINGS.map(([ending, label]) => {
    const place = `recruitment.completion.${ending}`;
    const completion = configuration.recruitment.completion[ending];
    const words = completionWords(completion);
    return (
      <div key={ending}>
        <SelectField
          id={`${place}.kind`}
          label={label}
          value={completion.kind}
          onChange={({ target }) => {
            const kind = COMPLETION_KINDS.find((one) => one === target.value) ?? "none";
            put(place, completionWith(kind, words), false);
          }}
          options={COMPLETION_KINDS.map((kind) => [kind, ENDING_WORDS[kind]] as const)}
        />
        {completion.kind === "none" ? null : (
          <InputField
            id={place}
            label={`${label}: code or address`}
            value={words}
            problem={problemAt(problems, place)}
            onChange={({ target }) =>
              put(place, completionWith(completion.kind, target.value), true)
            }
          />
        )}
      </div>
    );
  });
}
