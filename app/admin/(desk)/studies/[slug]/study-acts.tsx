import { ActForm } from "@/app/admin/_desk/act-form";
import type { StudyFacts } from "@/lib/services/desk-study-facts";

type Facts = Pick<StudyFacts, "slug" | "status" | "target" | "completed" | "blind" | "launchedAt">;

/** What an admin can do with a study as a whole: launch, pause, resume, close, reopen, unblind. */
export function StudyActs({ facts }: { facts: Facts }) {
  const status = `/api/desk/studies/${facts.slug}/status`;
  return (
    <>
      {facts.status === "draft" ? (
        <ActForm
          action={status}
          fixed={{ change: "launch" }}
          submit="Launch"
          small
          confirm={{
            title: "Launch this study?",
            text: "Its settings, texts, seed, stimulus set and analysis plan are frozen. Wording can still be corrected, as a new version. This cannot be undone.",
          }}
        />
      ) : null}
      {facts.status === "open" ? (
        <ActForm
          action={status}
          fixed={{ change: "pause" }}
          submit="Pause"
          look="secondary"
          small
          confirm={{
            title: "Pause this study?",
            text: "Nobody can start or go on until you resume it. What was given is kept.",
          }}
        />
      ) : null}
      {facts.status === "paused" ? (
        <ActForm action={status} fixed={{ change: "resume" }} submit="Resume" small />
      ) : null}
      {facts.status === "open" || facts.status === "paused" ? (
        <ActForm
          action={status}
          fixed={{ change: "close" }}
          submit="Close"
          look="secondary"
          small
          confirm={{
            title: "Close this study?",
            text: `${facts.completed} of ${facts.target} sessions are complete. Nobody new can start; sessions that have begun may end. Results open.`,
          }}
        />
      ) : null}
      {facts.status === "closed" ? (
        <ActForm
          action={status}
          fixed={{ change: "reopen" }}
          submit="Reopen"
          look="secondary"
          small
        />
      ) : null}
      {facts.blind && facts.launchedAt ? (
        <ActForm
          action={`/api/desk/studies/${facts.slug}/unblinding`}
          submit="Unblind"
          look="secondary"
          small
          confirm={{
            title: "Show the models' names?",
            text: "For everyone at the desk, for good. It is written to the audit log and stamped on figures and exports.",
          }}
        />
      ) : null}
    </>
  );
}
