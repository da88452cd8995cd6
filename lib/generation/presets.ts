import type { EncodingId } from "@/lib/encoding/encoding";
import type { ModelId } from "@/lib/models/model-ids";
import { InputError } from "@/lib/shared/invariant";
import { SET_PRESETS } from "@/lib/stimuli/set-presets";

/** What a preset of stimulus sets decides. */
export interface SetPreset {
  encoding: EncodingId;
  corpus: string;
  models: readonly ModelId[];
  /** Items: each appears once under every condition. */
  items: number;
  /** Hidden anchors beside the models. */
  anchors: readonly ("human" | "scrambled")[];
  /** Carries the spoken instructions of catch trials. */
  spoken: boolean;
}

/** @throws InputError when there is no such preset */
export function setPreset(name: string): SetPreset {
  const presets: Readonly<Record<string, SetPreset>> = SET_PRESETS;
  const preset = presets[name];
  if (!preset) {
    const known = Object.keys(presets).join(", ");
    throw new InputError(`preset: expected one of ${known}, got "${name}"`);
  }
  return preset;
}
