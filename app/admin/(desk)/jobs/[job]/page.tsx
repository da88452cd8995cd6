import Link from "next/link";
import { notFound } from "next/navigation";
import { requireStaff } from "@/app/_server/staff";
import { ActForm } from "@/app/admin/_desk/act-form";
import styles from "@/app/admin/_desk/desk-styles";
import { Live } from "@/app/admin/_desk/live";
import { Moment } from "@/app/admin/_desk/moment";
import { Badge, Meter, Notice, PageHead, Panel } from "@/app/admin/_desk/parts";
import { JOB_TONES, jobName } from "@/app/admin/_desk/words";
import { type JobLine, jobDetail } from "@/lib/services/desk-jobs";
import { InputError } from "@/lib/shared/invariant";

/** One job: how far it is, its log, what it made; cancel and retry. */
export default async function JobPage({ params }: { params: Promise<{ job: string }> }) {
  const staff = await requireStaff();
  const job = await jobDetail((await params).job).catch((error) => {
    if (error instanceof InputError) return notFound();
    throw error;
  });
  const running = job.status === "queued" || job.status === "running";
  const setId = (job.result as { setId?: unknown } | null)?.setId;
  return (
    <>
      <PageHead
        title={jobName(job.kind)}
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
          Ready: <Link href={`/admin/sets/${setId}`}>listen to the draft set</Link>, then publish
          it.
        </Notice>
      ) : null}
      <Panel title="Progress">
        <p>
          <Meter done={Math.round(job.progress * 100)} total={100} /> {job.message}
          {job.cancelRequestedAt && running ? " (cancelling…)" : ""}
        </p>
        <br />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
        <pre className={`${styles.log} ${styles.mono}`} tabIndex={0}>
          {job.log.length > 0 ? job.log.join("\n") : "Nothing logged yet."}
        </pre>
      </Panel>
      <div className={styles.columns}>
        <Panel title="What was asked for">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
          <pre className={`${styles.log} ${styles.mono}`} tabIndex={0}>
            {JSON.stringify(job.input, null, 2)}
          </pre>
        </Panel>
        <Panel title="Run">
          <dl className={styles.facts}>
            <dt>Attempts</dt>
            <dd>{job.attempts}</dd>
            <dt>Worker</dt>
            <dd>{job.worker ?? "none yet"}</dd>
            <dt>Started</dt>
            <dd>
              <Moment at={job.startedAt} seconds />
            </dd>
            <dt>Finished</dt>
            <dd>
              <Moment at={job.finishedAt} seconds />
            </dd>
          </dl>
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
      <ActForm
        action={action}
        fixed={{ change: "cancel" }}
        submit="Cancel"
        look="danger"
        small
        confirm={{
          title: "Cancel this job?",
          text: "It stops within seconds. Nothing half made is kept; you can run it again.",
        }}
      />
    );
  }
  if (job.status === "failed" || job.status === "cancelled") {
    return <ActForm action={action} fixed={{ change: "retry" }} submit="Run again" small />;
  }
  return null;
}
