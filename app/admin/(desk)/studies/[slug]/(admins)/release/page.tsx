import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requireAdmin } from "@/app/_server/staff";
import { studyPage } from "@/app/_server/study-page";
import { ReleasedResults } from "@/app/(public)/results/[slug]/released-results";
import { Empty, Notice, Panel } from "@/app/admin/_desk/parts";
import { SmallAct } from "@/app/admin/_desk/small-act";
import { previewPublicResults } from "@/lib/services/result/public-results";

/** The public results page as it will be, and the act that makes it public. */
export default async function ReleasePage({ params }: { params: Promise<{ slug: string }> }) {
  await requireAdmin();
  const t = await getTranslations("desk.release");
  const { slug } = await params;
  const { facts } = await studyPage(slug);
  if (facts.mode !== "live") return <NotReleased title={t("notPeople", { mode: facts.mode })} />;
  if (facts.status !== "closed") return <NotReleased title={t("notClosed")} />;
  const title = t.rich("headline", {
    texts: (words) => <Link href={`/admin/studies/${slug}/settings`}>{words}</Link>,
  });
  return (
    <>
      <Panel title={t("title")}>
        <p>{title}</p>
        <SmallAct
          action={`/api/desk/studies/${slug}/release`}
          fixed={{ released: true }}
          submit={t("release")}
          look="primary"
          ask={[t("ask"), t("happens")]}
        />
      </Panel>
      <Notice>{t("preview")}</Notice>
      <div data-preview="results">
        <ReleasedResults shown={await previewPublicResults(slug)} />
      </div>
    </>
  );
}

function NotReleased({ title }: { title: string }) {
  return (
    <Panel>
      <Empty title={title} />
    </Panel>
  );
}
