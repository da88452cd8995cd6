import { headers } from "next/headers";
import { toDataURL } from "qrcode";
import { CopyButton } from "@/app/_components/copy-button";
import { siteAddress } from "@/app/_server/site-address";
import { requireAdmin } from "@/app/_server/staff";
import { studyPage } from "@/app/_server/study-page";
import { ActForm } from "@/app/admin/_desk/act-form";
import { decimals } from "@/app/admin/_desk/decimals";
import clipStyles from "@/app/admin/_desk/desk-clips.module.css";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import tableStyles from "@/app/admin/_desk/desk-tables.module.css";
import { Notice, Panel } from "@/app/admin/_desk/parts";
import { LinkTest } from "@/app/admin/(desk)/studies/[slug]/(admins)/share/link-test";
import { studyProgress } from "@/lib/services/study/study-progress";
import type { Completion } from "@/lib/study/configuration";
import type { StudyStatus } from "@/lib/study/terms";

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
      {onlyHere ? <OnlyHere port={new URL(link).port || "3000"} /> : null}
      {facts.status === "open" ? null : <Notice tone="warn">{CLOSED_DOORS[facts.status]}</Notice>}
      <div className={frameStyles.columns}>
        <Panel title="Link">
          <p className={tableStyles.mono}>{link}</p>
          <p className={frameStyles.row}>
            <CopyButton text={link} label="Copy the link" copiedLabel="Copied" />
            <LinkTest url={link} />
          </p>
          <p>
            {/* biome-ignore lint/performance/noImgElement: a small picture drawn here from our own link */}
            <img
              src={code}
              alt={`QR code of ${link}`}
              width={192}
              height={192}
              className={clipStyles.qr}
            />
          </p>
          <p>
            <a href={code} download={`${facts.slug}.png`}>
              QR code as a picture
            </a>
          </p>
        </Panel>
        <Panel title="Recruitment panels">
          <p className={frameStyles.lead}>
            Prolific and others fill in the words in braces; the participant's id keeps one person
            from starting twice.
          </p>
          <p className={tableStyles.mono}>{panel}</p>
          <p>
            <CopyButton text={panel} label="Copy the panel's address" copiedLabel="Copied" />
          </p>
          <p>{endWords(facts.configuration.recruitment.completion.complete)}</p>
          <p>{payWords(progress.medianMinutes)}</p>
        </Panel>
        <Panel title="Test run">
          <p className={frameStyles.lead}>
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

const CLOSED_DOORS: Record<Exclude<StudyStatus, "open">, string> = {
  draft: "This study is a draft: nobody can start before it is launched.",
  paused: "This study is paused: nobody can start before it is resumed.",
  closed: "This study is closed: nobody can start any more.",
};

/** Says plainly that the link leads nowhere for others, and what to do about it. */
function OnlyHere({ port }: { port: string }) {
  return (
    <Notice tone="warn">
      <p>
        <strong>This link works only on this computer.</strong> To invite others, have the system
        run on a server with a public name. Whoever looks after servers needs this:
      </p>
      <ol className={frameStyles.list}>
        <li>
          Start it with{" "}
          <code>
            STUDY_PUBLIC_URL=
            <wbr />
            https://your.name
          </code>{" "}
          and <code>STUDY_CLIENT_IP_HEADER=x-real-ip</code>
        </li>
        <li>
          Put a web server with HTTPS in front that passes requests on to port {port} and sets{" "}
          <code>X-Real-IP</code>
        </li>
      </ol>
      <p>
        The page <code>docs/hosting.md</code> has the whole recipe, backups included.
      </p>
    </Notice>
  );
}

/** Pay for an hour that the example is made with, in whatever currency. */
const HOURLY = 12;

function payWords(medianMinutes: number | null): string {
  if (medianMinutes === null) return "Fair pay: known once the first sessions are complete.";
  const pay = decimals((medianMinutes / 60) * HOURLY, 2);
  return `Fair pay: half of the people need more than ${decimals(medianMinutes, 1)} minutes. With ${HOURLY} (pounds, dollars, euros) an hour that is ${pay} a session.`;
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
