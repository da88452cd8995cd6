"use client";

import { useMemo, useState, useSyncExternalStore } from "react";
import { FlowContext } from "@/app/(study)/_flow/context";
import { Frame } from "@/app/(study)/_flow/frame";
import { PageOf } from "@/app/(study)/_flow/page-of";
import { PreviewWalk } from "@/app/admin/(preview)/studies/[slug]/preview/preview-walk";
import type { ParticipantView } from "@/lib/study/participant-view";

/** The participant's own pages, fed with what they would be told. */
export function PreviewFlow(props: {
  slug: string;
  views: readonly ParticipantView[];
  first: number;
}) {
  const { slug, views, first } = props;
  const [participation] = useState(() => new PreviewWalk(views, first));
  const snapshot = useSyncExternalStore(
    participation.subscribe,
    participation.current,
    participation.current,
  );
  const flow = useMemo(
    () => ({ slug, participation, snapshot, keys: { on: true, set: () => {} } }),
    [slug, participation, snapshot],
  );
  const language = snapshot.view && "study" in snapshot.view ? snapshot.view.study.language : "en";
  return (
    <div lang={language} data-preview>
      <FlowContext value={flow}>
        <Frame>
          <PageOf snapshot={snapshot} />
        </Frame>
      </FlowContext>
    </div>
  );
}
