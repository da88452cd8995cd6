import Link from "next/link";
import { notFound } from "next/navigation";
import { requireStaff } from "@/app/_server/staff";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import tableStyles from "@/app/admin/_desk/desk-tables.module.css";
import { Live } from "@/app/admin/_desk/live";
import { Moment } from "@/app/admin/_desk/moment";
import { Badge, Facts, Notice, PageHead, Panel, ShareDone } from "@/app/admin/_desk/parts";
import { SmallAct } from "@/app/admin/_desk/small-act";
import { factsOf } from "@/app/admin/_desk/stored-facts";
import { JOB_TONES, jobTitle } from "@/app/admin/_desk/words";
import { type JobLine, jobDetail } from "@/lib/services/job/list-jobs";
import { isMissing } from "@/lib/shared/invariant";
import { GALLERY_SET_JOB } from "@/lib/stimuli/set-request";

/** One job: how far it is, its log, what it made; cancel and retry. */
export default async function JobPage({ params }: { params: Promise<{ job: string }> }) {
  const staff = await requireStaff();
  const job = await jobDetail((await params).job).catch((error) => {
    if (isMissing(error)) return notFound();
    throw error;
  });
  const running = job.status === "queued" || job.status === "running";
  const setId = (job.result as { setId?: unknown } | null)?.setId;
  return (
    <>
      <PageHead
        title={jobTitle(job)}
        lead={
          <>
            <Badge tone={JOB_TONES[job.status]}>{job.status}</Badge> asked for by {job.who ?? "–"},{" "}
            <Moment at={job.createdAt} />
          </>
        }
      >
        {staff.role === "admin" ? <JobActs job={job} /> : null}
      </PageHead>
      {job.error ? <Notice tone="bad">{job.error}</Notice> : null}
      {typeof setId === "string" ? (
        <Notice>
          Ready: <Link href={`/admin/sets/${setId}`}>listen to the set</Link>
          {job.kind === GALLERY_SET_JOB ? "; the gallery shows it." : ", then publish it."}
        </Notice>
      ) : null}
      <Panel title="Progress">
        <p>
          <ShareDone done={job.progress} />{" "}
          {job.status === "queued" ? "waiting for a worker" : job.message}
          {job.cancelRequestedAt && running ? " (cancelling…)" : ""}
        </p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
        <pre className={`${tableStyles.log} ${tableStyles.mono}`} tabIndex={0}>
          {job.log.length > 0 ? job.log.join("\n") : "Nothing logged yet."}
        </pre>
      </Panel>
      <div className={frameStyles.columns}>
        <Panel title="What was asked for">
          <Facts rows={factsOf(job.input)} />
        </Panel>
        <Panel title="Run">
          <Facts
            rows={[
              ["Attempts", job.attempts],
              ["Worker", job.worker ?? "none yet"],
              ["Started", <Moment key="started" at={job.startedAt} seconds />],
              ["Finished", <Moment key="finished" at={job.finishedAt} seconds />],
            ]}
          />
        </Panel>
      </div>
      {running ? <Live every={1500} /> : null}
    </>
  );
}

function JobActs({ job }: { job: JobLine }) {
  const action = `/api/desk/jobs/${job.id}`;
  if (job.status === "queued" || job.status === "running") {
    return (
      <SmallAct
        action={action}
        fixed={{ change: "cancel" }}
        submit="Cancel"
        look="danger"
        ask={[
          "Cancel this job?",
          "It stops within seconds. Nothing half made is kept; you can run it again.",
        ]}
      />
    );
  }
  if (job.status === "failed" || job.status === "cancelled") {
    return (
      <SmallAct action={action} fixed={{ change: "retry" }} submit="Run again" look="primary" />
    );
  }
  return null;
}
