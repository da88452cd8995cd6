import { requireAdmin } from "@/app/_server/staff";
import { Notice, PageHead } from "@/app/admin/_desk/parts";
import { GenerateForm } from "@/app/admin/(desk)/(admins)/sets/new/generate-form";
import { MODEL_IDS } from "@/lib/models/model-ids";
import { generationOutlook } from "@/lib/services/desk-jobs";
import { type SetDetail, setDetail } from "@/lib/services/desk-set";
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
    return startOf(await setDetail(id));
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

function startOf({ id, name, preset, details, roles }: SetDetail) {
  const models = details.conditions.filter(({ kind }) => kind === "model").map((one) => one.id);
  const conditions = Math.max(1, details.conditions.length);
  return {
    id,
    name,
    preset,
    models,
    anchors: details.conditions
      .filter(({ kind }) => kind === "human" || kind === "scrambled")
      .map((one) => one.id),
    temperature: details.temperature ?? null,
    tempo: details.tempo ?? 120,
    items: Math.max(1, Math.round((roles.main ?? 10) / conditions)),
    instrument: details.instrument ?? "piano",
    corpus: !details.corpus || details.corpus === "absent" ? "bach" : details.corpus.id,
  };
}
