import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requireAdmin } from "@/app/_server/staff";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import { Empty, PageHead, Panel } from "@/app/admin/_desk/parts";
import { NewStudyForm } from "@/app/admin/(desk)/(admins)/studies/new/new-study-form";
import { GALLERY_PRESETS } from "@/lib/services/set/public-gallery";
import { type SetChoice, setChoices } from "@/lib/services/set/set-overview";

export const metadata = { title: "New study" };

interface Props {
  searchParams: Promise<{ set?: string }>;
}

/** A new study over a set, from a preset that fits it. */
export default async function NewStudyPage({ searchParams }: Props) {
  await requireAdmin();
  const t = await getTranslations("desk.newStudy");
  const { set } = await searchParams;
  const sets = await setChoices();
  const first = sets.find(({ id }) => id === set) ?? sets.find(isForStudies) ?? sets[0];
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      <div className={frameStyles.columns}>
        <Panel title={t("draft")}>
          {first ? <NewStudyForm sets={sets} first={first.id} /> : <NoSets />}
        </Panel>
        <Panel title={t("then")}>
          <ol className={frameStyles.list}>
            {(["texts", "planner", "test", "launch", "share"] as const).map((step) => (
              <li key={step}>{t(`steps.${step}`)}</li>
            ))}
          </ol>
        </Panel>
      </div>
    </>
  );
}

async function NoSets() {
  const t = await getTranslations("desk.newStudy");
  return (
    <Empty title={t("noSets")}>
      {t.rich("noSetsNext", {
        generate: (words) => <Link href="/admin/sets/new">{words}</Link>,
        upload: (words) => <Link href="/admin/sets/upload">{words}</Link>,
      })}
    </Empty>
  );
}

/** Sets of the gallery's presets are made by the system and heard in public: no first choice. */
function isForStudies({ preset }: SetChoice): boolean {
  return !GALLERY_PRESETS.some((one) => one === preset);
}
