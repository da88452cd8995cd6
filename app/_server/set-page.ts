import "server-only";
import { notFound } from "next/navigation";
import { cache } from "react";
import { requireStaff, type StaffMember } from "@/app/_server/staff";
import { type SetDetail, setDetail } from "@/lib/services/set/set-detail";
import { isMissing } from "@/lib/shared/invariant";

/** The set of a page and who looks at it; an unknown id gives the 404 page. */
export const setPage = cache(
  async (id: string): Promise<{ staff: StaffMember; set: SetDetail }> => {
    const staff = await requireStaff();
    try {
      return { staff, set: await setDetail(id) };
    } catch (error) {
      if (isMissing(error)) notFound();
      throw error;
    }
  },
);
