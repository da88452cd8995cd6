import { FILE_KINDS, type FileKind, type Manifest, type Stimulus } from "@/lib/stimuli/manifest";

/** A fact that two sets record differently; undefined where one of them does not have it. */
export interface FactDifference {
  /** Where it stands in the manifest, for example renderer.version. */
  fact: string;
  a: unknown;
  b: unknown;
}

/** One place of a set (role, condition, item) that holds other files in the other set. */
export interface ClipDifference {
  role: string;
  condition: string;
  item: string;
  a: string;
  b: string;
  /** Kinds of file that differ, or that one of the two does not have. */
  files: FileKind[];
}

/** What differs between two stimulus sets. */
export interface SetComparison {
  facts: FactDifference[];
  onlyInA: string[];
  onlyInB: string[];
  clips: ClipDifference[];
  /** Places whose files are all the same. */
  same: number;
}

/** Records with an entry for each stimulus. */
const BY_STIMULUS = ["nearEdges", "byEar"];

/** Facts as flat pairs; lists, and records by stimulus, stay whole. */
function flat(value: object, prefix = ""): [string, unknown][] {
  return Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
    const nested = inner !== null && typeof inner === "object" && !Array.isArray(inner);
    const whole = !nested || BY_STIMULUS.includes(key);
    return whole ? [[prefix + key, inner]] : flat(inner, `${prefix}${key}.`);
  });
}

function factDifferences(a: object, b: object): FactDifference[] {
  const [left, right] = [new Map(flat(a)), new Map(flat(b))];
  return [...new Set([...left.keys(), ...right.keys()])]
    .map((fact) => ({ fact, a: left.get(fact), b: right.get(fact) }))
    .filter((pair) => JSON.stringify(pair.a) !== JSON.stringify(pair.b));
}

const placeOf = ({ role, condition, item }: Stimulus) => `${role} ${condition} ${item}`;

/** Stimuli by their place; where a place is taken twice, in manifest order. */
function byPlace({ stimuli }: Manifest): Map<string, Stimulus> {
  const places = new Map<string, Stimulus>();
  for (const stimulus of stimuli) {
    let place = placeOf(stimulus);
    for (let n = 2; places.has(place); n++) place = `${placeOf(stimulus)} (${n})`;
    places.set(place, stimulus);
  }
  return places;
}

/** Compares two sets: what their manifests say of the whole, and each place's files by digest. */
export function compareSets(a: Manifest, b: Manifest): SetComparison {
  const [left, right] = [byPlace(a), byPlace(b)];
  const shared = [...left].flatMap(([place, one]) => {
    const other = right.get(place);
    return other ? [[one, other] as const] : [];
  });
  const clips = shared.map(([one, other]): ClipDifference => {
    const files = FILE_KINDS.filter(
      (kind) => one.files[kind]?.sha256 !== other.files[kind]?.sha256,
    );
    const { role, condition, item } = one;
    return { role, condition, item, a: one.id, b: other.id, files };
  });
  return {
    facts: factDifferences(a.set, b.set),
    onlyInA: [...left.keys()].filter((place) => !right.has(place)),
    onlyInB: [...right.keys()].filter((place) => !left.has(place)),
    clips: clips.filter((clip) => clip.files.length > 0),
    same: clips.filter((clip) => clip.files.length === 0).length,
  };
}
