import { ActForm } from "@/app/admin/_desk/act-form";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import { InputField } from "@/app/admin/_desk/fields";
import { Moment } from "@/app/admin/_desk/moment";
import { Meter, Panel } from "@/app/admin/_desk/parts";
import type { Look } from "@/lib/services/result/study-looks";
import type { StudyFacts } from "@/lib/services/study/study-facts";
import { stopRuleWords } from "@/lib/study/stop-rule";

/** Stands before the results until the stop rule is met: an earlier look is possible, and logged. */
export function LookGate({
  facts,
  admin,
  looks,
}: {
  facts: StudyFacts;
  admin: boolean;
  looks: readonly Look[];
}) {
  const { stop, plan } = facts.configuration;
  return (
    <Panel title="Results open when the stop rule is met">
      <p className={fieldStyles.back}>
        <Meter done={facts.completed} total={facts.target} /> completed
      </p>
      <p>Stop rule: {stopRuleWords(stop, plan.alpha)}.</p>
      <p className={frameStyles.lead}>
        Means seen early tempt everyone to stop at a lucky moment. If you have to look now (to find
        a fault, say), the look is written down with its reason and stamped on every figure of this
        study.
      </p>
      {admin ? (
        <ActForm
          action={`/api/desk/studies/${facts.slug}/looks`}
          submit="Look at the results so far"
          look="secondary"
        >
          <InputField id="reason" label="Reason" required minLength={3} maxLength={500} />
        </ActForm>
      ) : (
        <p>An admin can log a look.</p>
      )}
      {looks.length > 0 ? (
        <ul>
          {looks.map((look) => (
            <li key={look.id}>
              <Moment at={look.lookedAt} />: {look.who} at {look.completed} completed, “
              {look.reason}”
            </li>
          ))}
        </ul>
      ) : null}
    </Panel>
  );
}
