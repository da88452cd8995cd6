import { requireAdmin } from "@/app/_server/staff";
import { Notice, PageHead } from "@/app/admin/_desk/parts";
import { GenerateForm } from "@/app/admin/(desk)/(admins)/sets/new/generate-form";
import { parentFields } from "@/app/admin/(desk)/(admins)/sets/new/parent-fields";
import { MODEL_IDS } from "@/lib/models/model-ids";
import { generationOutlook } from "@/lib/services/job/list-jobs";
import { clipsToRate } from "@/lib/services/set/condition-summary";
import { setDetail } from "@/lib/services/set/set-detail";
import { InputError } from "@/lib/shared/invariant";
import { GENERATE_SET_JOB } from "@/lib/stimuli/set-request";

export const metadata = { title: "Generate a set" };

interface Props {
  searchParams: Promise<{ parent?: string }>;
}

/** Form left, what will be made and how long it takes right. */
export default async function NewSetPage({ searchParams }: Props) {
  await requireAdmin();
  const { parent } = await searchParams;
  const [outlook, from] = await Promise.all([
    generationOutlook(GENERATE_SET_JOB),
    parent ? parentSet(parent) : null,
  ]);
  return (
    <>
      <PageHead
        title={from ? `Regenerate ${from.name}` : "Generate a stimulus set"}
        lead="A worker generates, renders and checks the clips. The result is a draft: listen to it, compare it, then publish it."
      />
      {outlook.workers === 0 ? (
        <Notice tone="warn">No worker is running right now: the job waits until one is.</Notice>
      ) : null}
      <GenerateForm models={MODEL_IDS} secondsPerClip={outlook.secondsPerClip} parent={from} />
    </>
  );
}

async function parentSet(id: string) {
  try {
    const [set, clips] = await Promise.all([setDetail(id), clipsToRate(id)]);
    return parentFields(set, clips);
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}
