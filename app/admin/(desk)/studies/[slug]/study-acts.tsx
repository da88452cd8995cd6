import { ButtonLink } from "@/app/_components/button";
import { ActForm } from "@/app/admin/_desk/act-form";
import styles from "@/app/admin/_desk/desk-styles";
import type { StudyFacts } from "@/lib/services/desk-study-facts";

type Facts = Pick<
  StudyFacts,
  "slug" | "status" | "mode" | "target" | "completed" | "blind" | "launchedAt" | "releasedAt"
>;

/** What an admin can do with a study as a whole: launch, pause, resume, close, reopen, unblind, release. */
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
      <Release facts={facts} />
    </>
  );
}

/** Results of a closed study are made public, or taken back; a test's never are. */
function Release({ facts }: { facts: Facts }) {
  const action = `/api/desk/studies/${facts.slug}/release`;
  if (facts.releasedAt) {
    return (
      <>
        <ButtonLink href={`/results/${facts.slug}`} look="secondary" className={styles.small ?? ""}>
          Public results
        </ButtonLink>
        <ActForm
          action={action}
          fixed={{ released: false }}
          submit="Take results back"
          look="secondary"
          small
          confirm={{
            title: "Take the public results back?",
            text: "Their page says that there is nothing. Whoever has seen them keeps what they know.",
          }}
        />
      </>
    );
  }
  if (facts.status !== "closed" || facts.mode === "test") return null;
  return (
    <ActForm
      action={action}
      fixed={{ released: true }}
      submit="Release results"
      look="secondary"
      small
      confirm={{
        title: "Make the results public?",
        text: "Everybody can see the models' names, means and clips on the results page. It is written to the audit log; you can take the page back.",
      }}
    />
  );
}
