import { headers } from "next/headers";
import { toDataURL } from "qrcode";
import { CopyButton } from "@/app/_components/copy-button";
import { siteAddress } from "@/app/_server/site-address";
import { requireAdmin } from "@/app/_server/staff";
import { studyPage } from "@/app/_server/study-page";
import { ActForm } from "@/app/admin/_desk/act-form";
import styles from "@/app/admin/_desk/desk-styles";
import { decimals, Notice, Panel } from "@/app/admin/_desk/parts";
import { LinkTest } from "@/app/admin/(desk)/studies/[slug]/(admins)/share/link-test";
import { studyProgress } from "@/lib/services/desk-progress";
import type { Completion } from "@/lib/study/configuration";

/** How participants get to the study. */
export default async function SharePage({ params }: { params: Promise<{ slug: string }> }) {
  await requireAdmin();
  const { facts } = await studyPage((await params).slug);
  const link = `${siteAddress(await headers())}/s/${facts.slug}`;
  const panel = `${link}?PROLIFIC_PID={{%PROLIFIC_PID%}}&STUDY_ID={{%STUDY_ID%}}&SESSION_ID={{%SESSION_ID%}}`;
  const [code, progress] = await Promise.all([
    toDataURL(link, { margin: 1, width: 384 }),
    studyProgress(facts),
  ]);
  const onlyHere = isLocal(link);
  return (
    <>
      {onlyHere ? (
        <Notice tone="warn">
          <p>
            <strong>This link works only on this computer.</strong> To invite others, run the system
            on a machine with a public name: set <code>STUDY_PUBLIC_URL=https://your.name</code>,
            put a web server with TLS in front that passes requests to port{" "}
            {new URL(link).port || "3000"} and sets <code>X-Real-IP</code>, set{" "}
            <code>STUDY_CLIENT_IP_HEADER=x-real-ip</code>, then start again. The page{" "}
            <code>docs/hosting.md</code> has the whole recipe, backups included.
          </p>
        </Notice>
      ) : null}
      {facts.status === "open" ? null : (
        <Notice tone="warn">The study is {facts.status}: nobody can start now.</Notice>
      )}
      <div className={styles.columns}>
        <Panel title="Link">
          <p className={styles.mono}>{link}</p>
          <br />
          <p className={styles.row}>
            <CopyButton text={link} label="Copy the link" copiedLabel="Copied" />
            <LinkTest url={link} />
          </p>
        </Panel>
        <Panel title="QR code">
          {/* biome-ignore lint/performance/noImgElement: a small picture drawn here from our own link */}
          <img src={code} alt={`QR code of ${link}`} width={192} height={192} />
        </Panel>
        <Panel title="Recruitment panels">
          <p className={styles.lead}>
            Address with the panel's placeholders; the participant's id keeps one person from
            starting twice.
          </p>
          <p className={styles.mono}>{panel}</p>
          <br />
          <CopyButton text={panel} label="Copy the panel's address" copiedLabel="Copied" />
          <br />
          <p>{endWords(facts.configuration.recruitment.completion.complete)}</p>
          <p className={styles.hint}>
            {progress.medianMinutes === null
              ? "Fair pay: known once the first sessions are complete."
              : `Median time ${decimals(progress.medianMinutes, 1)} minutes: at 12 an hour, pay at least ${decimals((progress.medianMinutes / 60) * 12, 2)} a session.`}
          </p>
        </Panel>
        <Panel title="Test click-through">
          <p className={styles.lead}>
            A copy in test mode, launched at once: walk through it as a participant would. Its
            sessions never count as data.
          </p>
          <ActForm
            action={`/api/desk/studies/${facts.slug}/rehearsal`}
            submit="Make a test run"
            look="secondary"
          />
        </Panel>
      </div>
    </>
  );
}

/** What a participant gets at the end, to be told to the panel. */
function endWords(complete: Completion): string {
  if (complete.kind === "code") return `At the end everyone sees the code ${complete.code}.`;
  if (complete.kind === "redirect") return `At the end everyone goes back to ${complete.url}.`;
  return "At the end there are thanks only: choose a code or a way back in the settings of the draft.";
}

function isLocal(link: string): boolean {
  const { hostname } = new URL(link);
  return hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
}
