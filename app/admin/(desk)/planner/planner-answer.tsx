"use client";

import { decimals } from "@/app/admin/_desk/decimals";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import partStyles from "@/app/admin/_desk/desk-parts.module.css";
import { Notice } from "@/app/admin/_desk/parts";
import type { PowerPlan } from "@/app/admin/(desk)/planner/planner-form";
import { PowerCurve } from "@/app/admin/(desk)/planner/power-curve";
import { InputError } from "@/lib/shared/invariant";
import {
  floorHalfWidth,
  type Needed,
  participantsForPower,
  participantsForWidth,
  power,
  precision,
  stimuliForPower,
} from "@/lib/stats/power";

interface Answer {
  power: number;
  halfWidth: number;
  floor: number;
  participants: Needed;
  stimuli: Needed;
  /** Participants for the wished interval, or why no number of them gives it. */
  forWidth: Needed;
}

/** What a plan gives, in numbers and as two curves. */
export function PlannerAnswer({ plan }: { plan: PowerPlan }) {
  const answer = answerTo(plan);
  if (typeof answer === "string") {
    return (
      <section className={frameStyles.panel} aria-label="Answer">
        <h2>What it gives</h2>
        <Notice tone="warn">{answer}</Notice>
      </section>
    );
  }
  return (
    <section className={frameStyles.panel} aria-label="Answer" aria-live="polite">
      <h2>What it gives</h2>
      <Numbers plan={plan} answer={answer} />
      <PowerCurve
        title="Power against participants"
        label="participants"
        now={plan.participants}
        target={plan.target}
        at={(participants) => power({ ...plan, participants }, plan.difference, plan.alpha)}
      />
      <PowerCurve
        title="Power against clips of each model"
        label="clips of each model"
        now={plan.stimuli}
        target={plan.target}
        at={(stimuli) => power(withStimuli(plan, stimuli), plan.difference, plan.alpha)}
      />
    </section>
  );
}

/** As the planner counts: who hears all clips now hears all of more clips too. */
function withStimuli(plan: PowerPlan, stimuli: number): PowerPlan {
  const heard = plan.heard === plan.stimuli ? stimuli : Math.min(plan.heard, stimuli);
  return { ...plan, stimuli, heard };
}

function answerTo(plan: PowerPlan): Answer | string {
  const { difference, alpha, target, width } = plan;
  if (!(difference > 0)) return "Expected a difference above 0.";
  if (!(alpha > 0 && alpha < 0.5)) return "Expected an α between 0 and 0.5.";
  if (!(target > 0.05 && target < 1)) return "Expected a wished power between 0.05 and 1.";
  if (!(width > 0)) return "Expected a wished interval above 0.";
  const whole = [plan.models, plan.participants, plan.stimuli, plan.heard, plan.points];
  if (!whole.every(Number.isInteger)) return "Expected whole numbers.";
  if (plan.points < 2 || plan.points > 11) return "Expected a scale of 2 to 11 points.";
  try {
    return {
      power: power(plan, difference, alpha),
      halfWidth: precision(plan, alpha).halfWidth,
      floor: floorHalfWidth(plan, alpha),
      participants: participantsForPower(plan, difference, target, alpha),
      stimuli: stimuliForPower(plan, difference, target, alpha),
      forWidth: participantsForWidth(plan, width, alpha),
    };
  } catch (error) {
    if (error instanceof InputError) return `${error.message.replace(/^planning: /, "")}.`;
    throw error;
  }
}

function Numbers({ plan, answer }: { plan: PowerPlan; answer: Answer }) {
  const percent = `${Math.round(plan.target * 100)} %`;
  return (
    <>
      <dl className={partStyles.big}>
        <div>
          <dt>Power: chance to find it</dt>
          <dd>{Math.round(answer.power * 100)} %</dd>
        </div>
        <div>
          <dt>Interval of a difference, points</dt>
          <dd>± {decimals(answer.halfWidth, 2)}</dd>
        </div>
        <div>
          <dt>Never below, points</dt>
          <dd>± {decimals(answer.floor, 2)}</dd>
        </div>
      </dl>
      <p>
        A true difference of {plan.difference} points between two models is found with a probability
        of {Math.round(answer.power * 100)} %. With {plan.stimuli} clips of each model the interval
        stays wider than ± {decimals(answer.floor, 2)} however many people take part: only more
        clips help then.
      </p>
      <ul className={frameStyles.list}>
        <li>
          <strong>Participants for {percent}:</strong> {words(answer.participants)}
        </li>
        <li>
          <strong>Clips of each model for {percent}:</strong> {words(answer.stimuli)}
        </li>
        <li>
          <strong>Participants for ± {decimals(plan.width, 2)}:</strong> {words(answer.forWidth)}
        </li>
      </ul>
    </>
  );
}

function words(needed: Needed): string {
  return needed.kind === "number" ? needed.value.toLocaleString("en-GB") : needed.reason;
}
