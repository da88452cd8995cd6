import { InputError } from "@/lib/shared/invariant";
import { namedStream } from "@/lib/shared/rng";
import type {
  Assignment,
  DesignInput,
  DesignStimulus,
  PlannedTrial,
} from "@/lib/study/design/design-input";
import { chosenStimuli } from "@/lib/study/design/exposure";
import { type OrderPlace, withExtraTrials } from "@/lib/study/design/extra-trials";
import { chooseRepeats, type Filling, fillPlaces } from "@/lib/study/design/item-distance";
import { modelOrder } from "@/lib/study/design/model-order";
import { placeOfSlot, type SlotPlace } from "@/lib/study/design/slot-group";
import { blockOf } from "@/lib/study/session-plan";

/** Orders tried for one item distance before a smaller one is accepted. */
const ATTEMPTS = 25;

/**
 * The whole assignment of a slot: a pure function of the study's seed, its configuration, its set
 * and the slot's number. Every draw has a stream of its own, named after the slot and its purpose.
 * @param number the slot's number, from 1
 * @param language language of the spoken catch clips
 * @throws InputError where the set cannot fill the configuration
 */
export function assignmentOf(input: DesignInput, number: number, language: string): Assignment {
  const place = placeOfSlot(input.seed, input.groups, number);
  const drawn = drawOrder(input, place, number);
  const catches = catchClips(input, number, language);
  return {
    number,
    group: place.group?.id ?? null,
    dimensionOrder: dimensionOrder(input, number),
    practice: practiceTrials(input, number),
    trials: drawn.places.map((_, index) =>
      plannedTrial(drawn, catches, index, input.trials.pauseEvery),
    ),
  };
}

interface DrawnOrder {
  places: OrderPlace[];
  filling: Filling;
  repeats: Map<number, number>;
}

function drawOrder(input: DesignInput, place: SlotPlace, number: number): DrawnOrder {
  const { trials, seed } = input;
  const models = modelOrder(seed, place, trials.models);
  const chosen = chosenStimuli(input, place, [...trials.models, ...trials.anchors]);
  for (let distance = trials.itemDistance; distance >= 0; distance--) {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const rng = namedStream(seed, "slot", number, "order", distance, attempt);
      const places = withExtraTrials(models, trials, rng);
      const filling = places && fillPlaces(places, chosen, distance, rng);
      const rules = { repeatDistance: trials.repeatDistance, distance };
      const repeats = filling && chooseRepeats(places, filling, rules, rng);
      if (repeats) return { places, filling, repeats };
    }
  }
  throw new InputError(
    `no order found for slot ${number}: expected enough trials for ${trials.repeatsPerModel} ` +
      `repeats per model at least ${trials.repeatDistance} trials after the first presentation`,
  );
}

function plannedTrial(
  drawn: DrawnOrder,
  catches: readonly DesignStimulus[],
  index: number,
  pauseEvery: number | null,
): PlannedTrial {
  const kind = drawn.places[index]!.kind;
  const original = drawn.repeats.get(index);
  const nth = drawn.places.slice(0, index).filter((place) => place.kind === "catch").length;
  const stimulus = kind === "catch" ? catches[nth]! : drawn.filling[original ?? index]!;
  return {
    kind,
    position: index + 1,
    block: blockOf(index + 1, drawn.places.length, pauseEvery),
    stimulus: stimulus.id,
    condition: stimulus.condition,
    item: stimulus.item,
    repeatOf: original === undefined ? null : original + 1,
  };
}

function dimensionOrder(input: DesignInput, number: number): string[] {
  if (input.dimensionOrder === "fixed") return [...input.dimensions];
  return namedStream(input.seed, "slot", number, "dimensions").shuffle(input.dimensions);
}

function practiceTrials(input: DesignInput, number: number): PlannedTrial[] {
  const clips = input.stimuli.filter((stimulus) => stimulus.role === "practice");
  const drawn = namedStream(input.seed, "slot", number, "practice").shuffle(clips);
  return drawn.slice(0, input.trials.practice).map((stimulus, index) => ({
    kind: "practice",
    position: index + 1,
    block: 0,
    stimulus: stimulus.id,
    condition: stimulus.condition,
    item: stimulus.item,
    repeatOf: null,
  }));
}

function catchClips(input: DesignInput, number: number, language: string): DesignStimulus[] {
  if (input.trials.catches === 0) return [];
  const spoken = input.stimuli.filter((stimulus) => stimulus.role === "catch");
  const own = spoken.filter((stimulus) => stimulus.language === language);
  const drawn = namedStream(input.seed, "slot", number, "catches", language).shuffle(own);
  if (drawn.length < input.trials.catches) {
    throw new InputError(
      `expected ${input.trials.catches} spoken catch clips in ${language}, the set has ${drawn.length}`,
    );
  }
  return drawn;
}
