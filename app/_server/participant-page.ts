import "server-only";
import { headers } from "next/headers";
import { storedRecruitment, visitOf, wantedLanguage } from "@/app/_server/participant-visit";
import { visitorView, whereAmI } from "@/lib/services/session/where-am-i";
import { linkQuery } from "@/lib/study/link-reading";
import type { ParticipantView } from "@/lib/study/participant-view";

/**
 * Where the participant of this request is, so that the page comes with its content.
 * @param query search part of the page's address
 * @returns null when the database cannot be asked now: the page then asks again by itself
 */
export async function whereOnPage(slug: string, query: string): Promise<ParticipantView | null> {
  const sent = await headers();
  const parameters = linkQuery(query);
  try {
    const language = wantedLanguage(parameters, sent);
    return await whereAmI(visitOf(slug, sent), storedRecruitment(parameters), language);
  } catch (error) {
    console.error(error);
    return null;
  }
}

/** Whom participants of a study may ask, as the study gives it; empty where it gives nobody. */
export async function contactOf(slug: string): Promise<string> {
  try {
    const view = await visitorView(visitOf(slug, await headers()), {}, "");
    return "study" in view ? view.study.contact : "";
  } catch (error) {
    console.error(error);
    return "";
  }
}
