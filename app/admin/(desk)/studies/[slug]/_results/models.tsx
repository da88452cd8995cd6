import Link from "next/link";
import type { StaffMember } from "@/app/_server/staff";
import { ActForm } from "@/app/admin/_desk/act-form";
import { Live } from "@/app/admin/_desk/live";
import { Moment } from "@/app/admin/_desk/moment";
import { Empty, Notice, Panel, ShareDone } from "@/app/admin/_desk/parts";
import { PlannedAnswer } from "@/app/admin/(desk)/studies/[slug]/_results/answer";
import { BesideNumbers } from "@/app/admin/(desk)/studies/[slug]/_results/beside";
import { MoreAnalyses } from "@/app/admin/(desk)/studies/[slug]/_results/more";
import { Variants } from "@/app/admin/(desk)/studies/[slug]/_results/variants";
import {
  type AnalysisState,
  type AnalysisWork,
  analysisState,
  askForAnalysis,
} from "@/lib/services/result/kept-analysis";
import { resultWarnings } from "@/lib/services/result/result-warnings";
import type { StudyFacts } from "@/lib/services/study/study-facts";
import type { StudyAnalysis } from "@/lib/stats/study-analysis";

/** The state of the models, started by the page where the data are not too large for that. */
export async function modelsOf(facts: StudyFacts, staff: StaffMember): Promise<AnalysisState> {
  const state = await analysisState(facts);
  const asks = !state.kept?.current && state.work.kind === "none" && state.byItself;
  if (!asks || state.ratings === 0) return state;
  await askForAnalysis(facts, staff);
  return analysisState(facts);
}

interface Props {
  facts: StudyFacts;
  staff: StaffMember;
  state: AnalysisState;
}

/** Above everything: the one answer, or how far its computation is. */
export async function ModelsAnswer({ facts, staff, state }: Props) {
  const { kept, work } = state;
  const warnings = await resultWarnings(facts);
  return (
    <>
      {kept?.current ? null : <Work facts={facts} staff={staff} state={state} work={work} />}
      {kept ? (
        <Shown analysis={kept.analysis}>
          {(report) => (
            <PlannedAnswer
              report={report}
              warnings={warnings}
              asOf={
                <>
                  As of <Moment at={kept.asOf} />
                  {kept.current ? "" : ", before the latest ratings"}.
                </>
              }
            />
          )}
        </Shown>
      ) : null}
    </>
  );
}

/** Below the figure: both analyses side by side, other sets of sessions, everything else. */
export function ModelsDetail({
  facts,
  state,
  stamps,
}: Pick<Props, "facts" | "state"> & { stamps: string[] }) {
  const { kept } = state;
  const report = kept?.analysis.report;
  if (!kept || !report) return null;
  return (
    <>
      <BesideNumbers facts={facts} report={report} stamps={stamps} />
      <Variants variants={kept.analysis.variants} />
      <MoreAnalyses report={report} />
    </>
  );
}

function Shown({
  analysis,
  children,
}: {
  analysis: StudyAnalysis;
  children: (report: NonNullable<StudyAnalysis["report"]>) => React.ReactNode;
}) {
  if (analysis.report) return children(analysis.report);
  return (
    <Panel title="Answer">
      <Empty title={analysis.reason ?? "No result"} />
    </Panel>
  );
}

function Work({ facts, staff, state, work }: Props & { work: AnalysisWork }) {
  if (state.ratings === 0) return null;
  switch (work.kind) {
    case "under way":
      return (
        <Panel title="Models are being computed">
          <Live every={2000} />
          <p>
            <ShareDone done={work.progress} />{" "}
            {work.status === "queued" ? "waiting for a worker" : work.at}.{" "}
            <Link href={`/admin/jobs/${work.jobId}`}>See the job</Link>
          </p>
        </Panel>
      );
    case "ended badly":
      return (
        <Panel title="The models were not computed">
          <Notice tone="bad">
            The computation {work.status === "failed" ? `failed: ${work.error}` : "was cancelled"}.{" "}
            <Link href={`/admin/jobs/${work.jobId}`}>See the job</Link>
          </Notice>
          <Start facts={facts} staff={staff} label="Compute again" />
        </Panel>
      );
    case "none":
      return (
        <Panel title="Models wait to be started">
          <p>
            {state.ratings.toLocaleString("en-GB")} ratings: the models take minutes, so they are
            started by hand.
          </p>
          <Start facts={facts} staff={staff} label="Compute the models" />
        </Panel>
      );
  }
}

function Start({ facts, staff, label }: Pick<Props, "facts" | "staff"> & { label: string }) {
  if (staff.role !== "admin") return <p>An admin can start them.</p>;
  return <ActForm action={`/api/desk/studies/${facts.slug}/models`} submit={label} />;
}
