import type { StudyConfiguration } from "@/lib/study/configuration";

/** Scales and questions as the desk's editor sends them, and which scales the plan is about. */
export interface EditedDesign {
  dimensions: unknown[];
  questions: unknown[];
  /** The dimension of the primary question. */
  primary: string;
  /** Dimensions in which the plan's contrasts are confirmatory. */
  confirmatory: string[];
}

/** The configuration with other dimensions and questions; nothing of it is checked here. */
export function withDesign(configuration: StudyConfiguration, edited: EditedDesign): unknown {
  const { dimensions, questions, primary, confirmatory } = edited;
  const plan = { ...configuration.plan, primary, dimensions: confirmatory };
  return { ...configuration, dimensions, questions, plan };
}
