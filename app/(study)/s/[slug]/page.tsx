import type { Metadata } from "next";
import { ClientMessages } from "@/app/_components/client-messages";
import { StudyFlow } from "@/app/(study)/_flow/flow";

interface Props {
  params: Promise<{ slug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const metadata: Metadata = { robots: { index: false } };

/** The participant's route: everything after this happens in one client flow. */
export default async function StudyPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const query = queryOf(await searchParams);
  return (
    <ClientMessages namespaces={["study"]}>
      <StudyFlow slug={slug} first={null} query={query} />
    </ClientMessages>
  );
}

function queryOf(parameters: Record<string, string | string[] | undefined>): string {
  const pairs = Object.entries(parameters).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : "";
}
