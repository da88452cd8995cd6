"use client";

import { Panel } from "@/app/admin/_desk/parts";
import { useDraft } from "@/app/admin/(desk)/studies/[slug]/settings/draft-context";
import { inReadingOrder } from "@/app/admin/(desk)/studies/[slug]/settings/text-names";
import { Wordings } from "@/app/admin/(desk)/studies/[slug]/settings/wording";
import { withValueAt } from "@/lib/study/editing/place";
import { placedTexts } from "@/lib/study/editing/texts";

/** The texts of a draft; those of its scales and questions stand in their own editor. */
export function DraftTexts() {
  const { configuration, change } = useDraft();
  const texts = inReadingOrder(placedTexts(configuration)).filter(
    ({ place }) => !/^(dimensions|questions)\./.test(place),
  );
  return (
    <Panel title="Texts">
      <Wordings
        texts={texts}
        languages={configuration.languages}
        onWords={(place, language, words) => {
          const at = `${place}.${language}`;
          change(withValueAt(configuration, at, words), at);
        }}
      />
    </Panel>
  );
}
