import { requireAdmin } from "@/app/_server/staff";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import tableStyles from "@/app/admin/_desk/desk-tables.module.css";
import { Notice, PageHead, Panel } from "@/app/admin/_desk/parts";
import { UploadForm } from "@/app/admin/(desk)/(admins)/sets/upload/upload-form";
import { generationOutlook } from "@/lib/services/job/list-jobs";
import { OPTIONAL_COLUMNS, REQUIRED_COLUMNS } from "@/lib/stimuli/clip-table";
import { SET_FROM_UPLOAD_JOB } from "@/lib/stimuli/upload-request";

export const metadata = { title: "Upload clips" };

const EXAMPLE = [
  "file,condition,item,role",
  "ours/01.wav,our model,01,",
  "theirs/01.wav,their model,01,",
  "warm-up.mid,human,w1,practice",
].join("\n");

/** Own clips as a set: form and preview, then what the table must look like. */
export default async function UploadPage() {
  await requireAdmin();
  const { workers } = await generationOutlook(SET_FROM_UPLOAD_JOB);
  return (
    <>
      <PageHead
        title="Upload your own clips"
        lead="A zip of sound or MIDI files and a table that says what they are. The result is a draft: listen to it, then publish it."
      />
      {workers === 0 ? (
        <Notice tone="warn">No worker is running right now: the job waits until one is.</Notice>
      ) : null}
      <UploadForm />
      <Panel title="The table">
        <p>
          A CSV file with one row for each clip. Columns {list(REQUIRED_COLUMNS)} must be there;{" "}
          {list(OPTIONAL_COLUMNS)} may be. Every other column is kept as a factor for the results.
        </p>
        <ul className={frameStyles.list}>
          <li>
            <strong>file</strong>: name inside the zip (WAV, FLAC, MP3 or MIDI, 0.4 s to 10 minutes)
          </li>
          <li>
            <strong>condition</strong>: the model or source; “human” and “scrambled” are anchors
          </li>
          <li>
            <strong>item</strong>: the start or excerpt that several conditions share
          </li>
          <li>
            <strong>role</strong>: main (also when empty), practice, calibration or catch
          </li>
          <li>
            <strong>language, answer</strong>: of spoken catch clips; the answer is lowest or
            highest
          </li>
        </ul>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
        <pre className={`${tableStyles.log} ${tableStyles.mono}`} tabIndex={0}>
          {EXAMPLE}
        </pre>
      </Panel>
    </>
  );
}

function list(names: readonly string[]): string {
  return names.join(", ").replace(/, ([^,]*)$/, " and $1");
}
