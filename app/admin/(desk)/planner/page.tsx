import { requireStaff } from "@/app/_server/staff";
import { PageHead } from "@/app/admin/_desk/parts";
import { PlannerForm, type PlannerStart } from "@/app/admin/(desk)/planner/planner-form";
import { clipsToRate } from "@/lib/services/set/condition-summary";
import { studyFacts } from "@/lib/services/study/study-facts";
import { InputError } from "@/lib/shared/invariant";

export const metadata = { title: "Power planner" };

interface Props {
  searchParams: Promise<{ study?: string }>;
}

const START: PlannerStart = {
  title: null,
  models: 3,
  participants: 45,
  stimuli: 24,
  heard: 8,
  points: 6,
};

/** How many participants and clips a question needs, before anybody is asked. */
export default async function PlannerPage({ searchParams }: Props) {
  await requireStaff();
  const { study } = await searchParams;
  const start = study ? await startOf(study) : START;
  return (
    <>
      <PageHead
        title="Power planner"
        lead={
          start.title
            ? `With the numbers of ${start.title}.`
            : "How likely a difference between two models is found, and what more participants or more clips would help."
        }
      />
      <PlannerForm start={start} />
    </>
  );
}

async function startOf(slug: string): Promise<PlannerStart> {
  try {
    const { name, configuration, target, setId } = await studyFacts(slug);
    const { trials, dimensions, plan } = configuration;
    const clips = await clipsToRate(setId);
    const models = Math.max(2, trials.models.length);
    const stimuli = Math.max(2, ...trials.models.map(({ condition }) => clips[condition] ?? 0));
    const primary = dimensions.find(({ id }) => id === plan.primary) ?? dimensions[0];
    return {
      title: name,
      models,
      participants: Math.max(2, target),
      stimuli,
      heard: Math.min(stimuli, trials.models[0]?.perParticipant ?? stimuli),
      points: primary ? primary.high - primary.low + 1 : START.points,
    };
  } catch (error) {
    if (error instanceof InputError) return START;
    throw error;
  }
}
