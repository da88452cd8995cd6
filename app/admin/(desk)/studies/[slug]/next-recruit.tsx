import Link from "next/link";
import type { StudyFacts } from "@/lib/services/study/study-facts";

/** What to do where nobody has come yet: launch a draft, or share the link of a running study. */
export function NextRecruit({
  facts,
  admin,
}: {
  facts: Pick<StudyFacts, "slug" | "launchedAt">;
  admin: boolean;
}) {
  const base = `/admin/studies/${facts.slug}`;
  if (!facts.launchedAt) {
    return (
      <>
        Finish the <Link href={`${base}/settings`}>texts and settings</Link>, look at the preview,
        then launch it.
      </>
    );
  }
  if (!admin) return "An admin shares the link with participants.";
  return (
    <>
      <Link href={`${base}/share`}>Share the link</Link> to recruit participants.
    </>
  );
}
