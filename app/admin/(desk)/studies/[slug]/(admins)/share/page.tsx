import { headers } from "next/headers";
import { toDataURL } from "qrcode";
import { CopyButton } from "@/app/_components/copy-button";
import { siteAddress } from "@/app/_server/site-address";
import { requireAdmin } from "@/app/_server/staff";
import { studyPage } from "@/app/_server/study-page";
import styles from "@/app/admin/_desk/desk-styles";
import { decimals, Notice, Panel } from "@/app/admin/_desk/parts";
import { LinkTest } from "@/app/admin/(desk)/studies/[slug]/(admins)/share/link-test";
import { studyProgress } from "@/lib/services/desk-progress";

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
            <code>STUDY_CLIENT_IP_HEADER=x-real-ip</code>, then start again.
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
          <p className={styles.hint}>
            {progress.medianMinutes === null
              ? "Fair pay: known once the first sessions are complete."
              : `Median time ${decimals(progress.medianMinutes, 1)} minutes: at 12 an hour, pay at least ${decimals((progress.medianMinutes / 60) * 12, 2)} a session.`}
          </p>
        </Panel>
      </div>
    </>
  );
}

function isLocal(link: string): boolean {
  const { hostname } = new URL(link);
  return hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
}
