import { ButtonLink } from "@/app/_components/button";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import { SmallAct } from "@/app/admin/_desk/small-act";
import { LaunchAct } from "@/app/admin/(desk)/studies/[slug]/launch-act";
import type { StudyFacts } from "@/lib/services/study/study-facts";

type Facts = Pick<
  StudyFacts,
  "slug" | "status" | "mode" | "target" | "completed" | "blind" | "launchedAt" | "releasedAt"
>;

/** What an admin can do with a study as a whole: launch, pause, resume, close, reopen, unblind, release. */
export function StudyActs({ facts }: { facts: Facts }) {
  const { slug, status, completed, target } = facts;
  const action = `/api/desk/studies/${slug}/status`;
  const running = status === "open" || status === "paused";
  return (
    <>
      {status === "draft" ? <LaunchAct slug={slug} /> : null}
      {status === "open" ? (
        <SmallAct
          action={action}
          fixed={{ change: "pause" }}
          submit="Pause"
          ask={[
            "Pause this study?",
            "Nobody can start or go on until you resume it. What was given is kept.",
          ]}
        />
      ) : null}
      {status === "paused" ? (
        <SmallAct action={action} fixed={{ change: "resume" }} submit="Resume" look="primary" />
      ) : null}
      {running ? (
        <SmallAct
          action={action}
          fixed={{ change: "close" }}
          submit="Close"
          ask={[
            "Close this study?",
            `${completed} of ${target} sessions are complete. Nobody new can start; sessions that have begun may end. Results open.`,
          ]}
        />
      ) : null}
      {status === "closed" ? (
        <SmallAct action={action} fixed={{ change: "reopen" }} submit="Reopen" />
      ) : null}
      {facts.blind && facts.launchedAt ? (
        <SmallAct
          action={`/api/desk/studies/${slug}/unblinding`}
          submit="Unblind"
          ask={[
            "Show the models' names?",
            "For everyone at the desk, for good. It is written to the audit log and stamped on figures and exports.",
          ]}
        />
      ) : null}
      <Release facts={facts} />
      <Discard facts={facts} />
    </>
  );
}

/** A draft is deleted; a test run, a simulation or a closed study leaves the lists. */
function Discard({ facts: { slug, status, mode, launchedAt } }: { facts: Facts }) {
  if (launchedAt && mode === "live" && status !== "closed") return null;
  return (
    <SmallAct
      action={`/api/desk/studies/${slug}`}
      method="DELETE"
      submit={launchedAt ? "Archive" : "Delete"}
      look={launchedAt ? "secondary" : "danger"}
      ask={
        launchedAt
          ? ["Archive this study?", "It leaves the lists; nothing that was given is deleted."]
          : ["Delete this draft?", "Its settings, texts and history go for good."]
      }
    />
  );
}

/** Results of a closed study are made public, or taken back; the public page is looked at first. Tests and simulations never are public. */
function Release({ facts }: { facts: Facts }) {
  const action = `/api/desk/studies/${facts.slug}/release`;
  if (facts.releasedAt) {
    return (
      <>
        <ButtonLink
          href={`/results/${facts.slug}`}
          look="secondary"
          className={frameStyles.small ?? ""}
        >
          Public results
        </ButtonLink>
        <SmallAct
          action={action}
          fixed={{ released: false }}
          submit="Take results back"
          ask={[
            "Take the public results back?",
            "Their page says that there is nothing. Whoever has seen them keeps what they know.",
          ]}
        />
      </>
    );
  }
  if (facts.status !== "closed" || facts.mode !== "live") return null;
  return (
    <ButtonLink
      href={`/admin/studies/${facts.slug}/release`}
      look="secondary"
      className={frameStyles.small ?? ""}
    >
      Release results
    </ButtonLink>
  );
}
