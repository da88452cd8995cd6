import { ClientMessages } from "@/app/_components/client-messages";
import { studyPage } from "@/app/_server/study-page";
import { PreviewFlow } from "@/app/admin/(preview)/studies/[slug]/preview/preview-flow";
import { fitting } from "@/i18n/languages";
import { previewViews } from "@/lib/services/study/preview-study";

export const metadata = { title: "Preview" };

interface Props {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ lang?: string; page?: string }>;
}

/** A participant's page as the study stands now; nothing that is done on it is stored. */
export default async function PreviewPage({ params, searchParams }: Props) {
  const { facts } = await studyPage((await params).slug);
  const { lang, page } = await searchParams;
  const { languages } = facts.configuration;
  const language = languages.find((one) => one === lang) ?? languages[0] ?? "en";
  const views = await previewViews(facts, language);
  const first = Math.max(
    0,
    views.findIndex((view) => view.page === page),
  );
  return (
    <ClientMessages namespaces={["study"]} language={fitting(language) ?? "en"}>
      <PreviewFlow slug={facts.slug} views={views} first={first} />
    </ClientMessages>
  );
}
