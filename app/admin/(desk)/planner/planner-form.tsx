"use client";

import { useState } from "react";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import { InputField } from "@/app/admin/_desk/fields";
import { PlannerAnswer } from "@/app/admin/(desk)/planner/planner-answer";
import { type Scenario, scenarios } from "@/lib/stats/power";

/** The numbers that the planner begins with. */
export interface PlannerStart {
  /** The study that they are from, or null. */
  title: string | null;
  models: number;
  participants: number;
  /** Clips of each model in the set. */
  stimuli: number;
  /** Clips of each model that one participant hears. */
  heard: number;
  /** Points of the scale. */
  points: number;
}

/** What is planned: the design, the question, and what is assumed. */
export interface PowerPlan {
  models: number;
  participants: number;
  stimuli: number;
  heard: number;
  points: number;
  difference: number;
  alpha: number;
  /** Wished power, 0..1. */
  target: number;
  /** Wished half width of a difference's interval, in points. */
  width: number;
  varianceParticipantModel: number;
  varianceStimulus: number;
  varianceResidual: number;
}

const QUESTIONS: Record<Scenario["id"], string> = {
  little: "listeners largely agree, pieces of a model are much alike",
  usual: "some disagreement, some difference between pieces",
  much: "strong disagreement, pieces differ a lot",
};

/** Form left, answer right; everything is computed in the browser as it is typed. */
export function PlannerForm({ start }: { start: PlannerStart }) {
  const [scenario, setScenario] = useState<Scenario["id"] | "own">("usual");
  const [plan, setPlan] = useState<PowerPlan>(() => ({
    ...start,
    difference: 0.5,
    alpha: 0.05,
    target: 0.8,
    width: 0.4,
    ...variancesOf("usual", start.points),
  }));
  const change = (part: Partial<PowerPlan>) => setPlan((now) => ({ ...now, ...part }));
  const choose = (id: Scenario["id"] | "own") => {
    setScenario(id);
    if (id !== "own") change(variancesOf(id, plan.points));
  };
  const points = (value: number) =>
    change({ points: value, ...(scenario === "own" ? {} : variancesOf(scenario, value)) });
  return (
    <div className={frameStyles.columns}>
      <section className={frameStyles.panel} aria-label="Design">
        <h2>The study</h2>
        <Amount label="Models" value={plan.models} onChange={(models) => change({ models })} />
        <Amount
          label="Participants"
          value={plan.participants}
          onChange={(participants) => change({ participants })}
        />
        <Amount
          label="Clips of each model in the set"
          value={plan.stimuli}
          onChange={(stimuli) => change({ stimuli })}
        />
        <Amount
          label="Clips of each model that one participant hears"
          value={plan.heard}
          onChange={(heard) => change({ heard })}
        />
        <Amount label="Points of the scale" value={plan.points} onChange={points} />
        <Amount
          label="Difference worth finding (points of the scale)"
          step="0.1"
          value={plan.difference}
          onChange={(difference) => change({ difference })}
        />
        <Amount
          label="α: how often no difference may pass for one (0.05 = 1 in 20)"
          step="0.01"
          value={plan.alpha}
          onChange={(alpha) => change({ alpha })}
        />
        <Amount
          label="Wished power: chance of finding it (0.8 = 80 %)"
          step="0.05"
          value={plan.target}
          onChange={(target) => change({ target })}
        />
        <Amount
          label="Wished interval of a difference (± points)"
          step="0.05"
          value={plan.width}
          onChange={(width) => change({ width })}
        />
        <Assumptions plan={plan} scenario={scenario} choose={choose} change={change} />
      </section>
      <PlannerAnswer plan={plan} />
    </div>
  );
}

function variancesOf(id: Scenario["id"], points: number) {
  const found = scenarios(Math.min(11, Math.max(2, points || 2))).find((one) => one.id === id)!;
  const { varianceParticipantModel, varianceStimulus, varianceResidual } = found;
  return { varianceParticipantModel, varianceStimulus, varianceResidual };
}

function Assumptions(props: {
  plan: PowerPlan;
  scenario: Scenario["id"] | "own";
  choose: (id: Scenario["id"] | "own") => void;
  change: (part: Partial<PowerPlan>) => void;
}) {
  const { plan, scenario, choose, change } = props;
  return (
    <>
      <fieldset className={fieldStyles.field}>
        <legend className={fieldStyles.label}>How much do listeners and pieces differ?</legend>
        {(["little", "usual", "much"] as const).map((id) => (
          <label key={id} className={fieldStyles.checkRow}>
            <input
              type="radio"
              name="scenario"
              checked={scenario === id}
              onChange={() => choose(id)}
            />{" "}
            {QUESTIONS[id]}
          </label>
        ))}
        <label className={fieldStyles.checkRow}>
          <input
            type="radio"
            name="scenario"
            checked={scenario === "own"}
            onChange={() => choose("own")}
          />{" "}
          variances of a pilot
        </label>
      </fieldset>
      {scenario === "own" ? (
        <>
          <Amount
            label="Listener × model (σ²)"
            step="0.01"
            value={plan.varianceParticipantModel}
            onChange={(varianceParticipantModel) => change({ varianceParticipantModel })}
          />
          <Amount
            label="Clip within model (σ²)"
            step="0.01"
            value={plan.varianceStimulus}
            onChange={(varianceStimulus) => change({ varianceStimulus })}
          />
          <Amount
            label="Residual (σ²)"
            step="0.01"
            value={plan.varianceResidual}
            onChange={(varianceResidual) => change({ varianceResidual })}
          />
        </>
      ) : (
        <p className={fieldStyles.hint}>
          The three answers are assumptions. A pilot's own estimates are better: its results page
          has them.
        </p>
      )}
    </>
  );
}

function Amount(props: {
  label: string;
  value: number;
  step?: string;
  onChange: (value: number) => void;
}) {
  const { label, value, step = "1", onChange } = props;
  const [text, setText] = useState(String(value));
  const [given, setGiven] = useState(value);
  // A number that came from outside replaces what was typed; what is being typed stays as it is.
  if (value !== given && Number(text) !== value) {
    setGiven(value);
    setText(String(Number(value.toFixed(4))));
  }
  return (
    <InputField
      label={label}
      type="number"
      step={step}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        setGiven(Number(event.target.value));
        onChange(Number(event.target.value));
      }}
    />
  );
}
