import "server-only";
import { notFound } from "next/navigation";
import { cache } from "react";
import { requireStaff, type StaffMember } from "@/app/_server/staff";
import { type StudyFacts, studyFacts } from "@/lib/services/study/study-facts";
import { isMissing } from "@/lib/shared/invariant";

/** The study of a page and who looks at it; an unknown slug gives the 404 page. */
export const studyPage = cache(
  async (slug: string): Promise<{ staff: StaffMember; facts: StudyFacts }> => {
    const staff = await requireStaff();
    try {
      return { staff, facts: await studyFacts(slug) };
    } catch (error) {
      if (isMissing(error)) notFound();
      throw error;
    }
  },
);
