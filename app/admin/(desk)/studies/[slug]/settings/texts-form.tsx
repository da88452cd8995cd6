"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "@/app/_components/button";
import { InputField, SelectField } from "@/app/admin/_desk/fields";
import { Outcome } from "@/app/admin/_desk/outcome";
import { type FormError, sendAct } from "@/app/admin/_desk/send-act";
import { inReadingOrder } from "@/app/admin/(desk)/studies/[slug]/settings/text-names";
import { Wordings } from "@/app/admin/(desk)/studies/[slug]/settings/wording";
import type { StudyConfiguration } from "@/lib/study/configuration";
import { withValueAt } from "@/lib/study/editing/place";
import { placedTexts } from "@/lib/study/editing/texts";

interface Props {
  slug: string;
  configuration: StudyConfiguration;
  editable: boolean;
}

/** The words of a launched study: read, or corrected as a new version with a reason. */
export function TextsForm({ slug, configuration, editable }: Props) {
  const router = useRouter();
  const [wanted, setWanted] = useState(configuration);
  const [refusal, setRefusal] = useState<FormError | null>(null);
  const [done, setDone] = useState("");
  const texts = inReadingOrder(placedTexts(wanted));
  const { languages } = wanted;
  if (!editable) return <Wordings texts={texts} languages={languages} />;
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { note, change } = Object.fromEntries(new FormData(event.currentTarget));
    const body = { note, change, configuration: wanted };
    const sent = await sendAct(`/api/desk/studies/${slug}/configuration`, body);
    setRefusal(sent.refusal ?? null);
    setDone(sent.refusal ? "" : "Saved.");
    if (!sent.refusal) router.refresh();
  };
  return (
    <form onSubmit={submit}>
      <Wordings
        texts={texts}
        languages={languages}
        onWords={(place, language, words) => {
          setWanted(withValueAt(wanted, `${place}.${language}`, words));
          setDone("");
        }}
      />
      <InputField id="note" label="Why it is corrected" maxLength={500} />
      <SelectField
        id="change"
        label="What kind of change it is"
        options={[
          ["cosmetic", "cosmetic: nobody will rate differently for it"],
          ["substantive", "substantive: it could change how people rate"],
        ]}
      />
      <Button type="submit">Save the texts</Button>
      <Outcome refusal={refusal} done={done} />
    </form>
  );
}
