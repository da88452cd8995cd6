import type { z } from "zod";
import type { StudyConfiguration } from "@/lib/study/configuration";

type Issue = (path: (string | number)[], message: string) => void;

/** Checks what one field's schema cannot see: names that refer to each other, doubles, reserved keys. */
export function checkConfiguration(configuration: StudyConfiguration, ctx: z.RefinementCtx): void {
  const issue: Issue = (path, message) => ctx.addIssue({ code: "custom", path, message });
  checkDoubles(configuration, issue);
  checkPlan(configuration, issue);
  for (const [index, question] of configuration.questions.entries()) {
    const choice = question.kind === "single" || question.kind === "multiple";
    if (choice !== question.options.length > 0) {
      issue(["questions", index, "options"], "expected options on single and multiple choice only");
    }
  }
  for (const [index, dimension] of configuration.dimensions.entries()) {
    for (const value of Object.keys(dimension.pointLabels)) {
      if (Number(value) < dimension.low || Number(value) > dimension.high) {
        issue(["dimensions", index, "pointLabels", value], "lies outside the scale");
      }
    }
  }
}

function checkDoubles(configuration: StudyConfiguration, issue: Issue): void {
  const lists: [string, string[]][] = [
    ["dimensions", configuration.dimensions.map((dimension) => dimension.id)],
    ["questions", configuration.questions.map((question) => question.id)],
    ["groups", configuration.groups.map((group) => group.id)],
    ["languages", configuration.languages],
    ["trials", conditionsOf(configuration)],
  ];
  for (const [name, ids] of lists) {
    const twice = ids.find((id, index) => ids.indexOf(id) !== index);
    if (twice) issue([name], `${twice} stands twice`);
  }
}

function checkPlan(configuration: StudyConfiguration, issue: Issue): void {
  const { plan } = configuration;
  const dimensions = configuration.dimensions.map((dimension) => dimension.id);
  for (const dimension of [plan.primary, ...plan.dimensions]) {
    if (!dimensions.includes(dimension))
      issue(["plan"], `${dimension} is no dimension of the study`);
  }
  const models = configuration.trials.models.map((share) => share.condition);
  for (const condition of plan.contrasts.flat()) {
    if (!models.includes(condition))
      issue(["plan", "contrasts"], `${condition} is no model of the study`);
  }
}

/** All conditions that a participant hears: models, then anchors. */
export function conditionsOf(configuration: Pick<StudyConfiguration, "trials">): string[] {
  const { models, anchors } = configuration.trials;
  return [...models, ...anchors].map((share) => share.condition);
}
