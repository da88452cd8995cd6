import Link from "next/link";
import type { ReactNode } from "react";
import { studyPage } from "@/app/_server/study-page";
import { StudyTabs } from "@/app/admin/_desk/nav";
import { Badge, PageHead } from "@/app/admin/_desk/parts";
import { MODE_WORDS, STUDY_TONES } from "@/app/admin/_desk/words";
import { StudyActs } from "@/app/admin/(desk)/studies/[slug]/study-acts";

interface Props {
  children: ReactNode;
  params: Promise<{ slug: string }>;
}

/** The head of every page about a study: name, state, what can be done with it, and the tabs. */
export default async function StudyLayout({ children, params }: Props) {
  const { slug } = await params;
  const { facts, staff } = await studyPage(slug);
  const mode = MODE_WORDS[facts.mode];
  const admin = staff.role === "admin";
  return (
    <>
      <PageHead
        title={facts.name}
        lead={
          <>
            <Badge tone={STUDY_TONES[facts.status]}>{facts.status}</Badge>{" "}
            {mode ? <Badge tone="warn">{mode}</Badge> : null}{" "}
            {facts.blind ? <Badge tone="accent">blind</Badge> : null} {facts.completed} of{" "}
            {facts.target} completed · set{" "}
            <Link href={`/admin/sets/${facts.setId}`}>{facts.setName}</Link>
          </>
        }
      >
        {admin ? <StudyActs facts={facts} /> : null}
      </PageHead>
      <StudyTabs slug={slug} admin={admin} />
      {children}
    </>
  );
}

/** Pages of a study carry its name. */
export async function generateMetadata({ params }: { params: Promise<{ slug: string }> }) {
  const { facts } = await studyPage((await params).slug);
  return { title: facts.name };
}
