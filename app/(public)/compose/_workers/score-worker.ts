import { engrave } from "@/lib/score/engrave";
import { musicXml } from "@/lib/score/musicxml";
import type { ScoreReply, ScoreRequest } from "./messages";
import { serve } from "./serve";

serve<ScoreRequest, ScoreReply>(async ({ notes, tempo, bars, width }) => {
  const xml = musicXml(notes, { tempo, bars });
  return { reply: await engrave(xml, { width }) };
});
