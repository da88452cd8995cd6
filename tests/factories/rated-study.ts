import { randomBytes } from "node:crypto";
import { base32 } from "@/lib/shared/ids";
import type { StudyConfiguration } from "@/lib/study/configuration";
import { configurationDigest, parseConfiguration } from "@/lib/study/configuration";
import { plainSql } from "@/tests/factories/plain-sql";

const id = (prefix: string) => `${prefix}_${base32(randomBytes(13)).slice(0, 20)}`;
const text = (en: string) => ({ en });

/** What a test study is made of. */
export interface RatedStudyOptions {
  slug: string;
  models?: string[];
  anchors?: string[];
  clips?: number;
  participants?: number;
  target?: number;
  mode?: "live" | "test" | "simulated";
  /** The stop rule; by default a quota of `target`. */
  stop?: StudyConfiguration["stop"];
  /** Parts of the analysis plan that differ from the test's own. */
  plan?: Partial<StudyConfiguration["plan"]>;
}

/** The ids of a test study. */
export interface RatedStudy {
  id: string;
  slug: string;
  setId: string;
  versionId: string;
  configuration: StudyConfiguration;
}

/** A whole configuration with two dimensions. */
export function testConfiguration(options: RatedStudyOptions): StudyConfiguration {
  const {
    models = ["LSTM", "resNet20_Naive", "resNet20_LocalConv"],
    anchors = [],
    clips = 4,
  } = options;
  const scale = (name: string) => ({
    id: name,
    name: text(name),
    question: text(`${name}?`),
    definition: text(""),
    low: 0,
    high: 5,
    lowLabel: text("not at all"),
    highLabel: text("perfectly"),
    pointLabels: {},
  });
  const none = { kind: "none" } as const;
  return parseConfiguration({
    format: 1,
    preset: "test",
    languages: ["en"],
    texts: {
      title: text("Test"),
      intro: text("Intro"),
      needs: text("Needs"),
      organiser: text("Us"),
      pause: text("Pause"),
      thanks: text("Thanks"),
      debrief: text("Debrief"),
      hints: [],
    },
    consent: {
      controller: "",
      contact: "",
      ethicsNumber: "",
      purpose: text(""),
      minimumAge: null,
      retentionDate: "",
      withdrawalDeadline: "",
      paragraphs: [],
    },
    dimensions: [scale("harmony"), scale("reality")],
    dimensionOrder: "fixed",
    trials: {
      models: models.map((condition) => ({ condition, perParticipant: clips })),
      anchors: anchors.map((condition) => ({ condition, perParticipant: clips })),
      practice: 0,
      repeatsPerModel: 0,
      catches: 0,
      pauseEvery: null,
      itemDistance: 0,
      repeatDistance: 8,
    },
    listening: { coverage: 1, replays: null, autoplay: false, comment: true, digitShortcuts: true },
    checks: { sound: false, soundMisses: null, headphones: null },
    questions: [],
    groups: [],
    recruitment: {
      idParameters: [],
      completion: { complete: none, screenedOut: none, full: none, closed: none, declined: none },
    },
    lab: false,
    ownResults: false,
    stop: options.stop ?? { kind: "quota", participants: options.target ?? 3 },
    abandonAfterMinutes: 60,
    plan: {
      primary: "harmony",
      contrasts: [],
      dimensions: ["harmony", "reality"],
      alpha: 0.05,
      family: "holm",
      equivalenceMargin: null,
      analysisSet: "completed, not excluded, first presentations of main trials",
      sensitivity: "all ratings given",
      exclusionRules: [],
      ...options.plan,
    },
  });
}

/**
 * Writes a launched study with complete sessions straight into the tables: every participant rates
 * every clip; the value depends on condition, clip and participant by a fixed rule.
 */
export async function ratedStudy(options: RatedStudyOptions): Promise<RatedStudy> {
  const sql = await plainSql();
  const configuration = testConfiguration(options);
  const { models, anchors } = configuration.trials;
  const conditions = [...models, ...anchors].map(({ condition }) => condition);
  const { clips = 4, participants = 3, mode = "live", slug } = options;
  const study: RatedStudy = {
    id: id("std"),
    slug,
    setId: id("set"),
    versionId: id("ver"),
    configuration,
  };
  const details = {
    conditions: conditions.map((condition) => ({
      id: condition,
      kind: condition === "human" ? "human" : condition === "scrambled" ? "scrambled" : "model",
    })),
    factors: ["temperature"],
    rejections: [],
  };
  await sql.begin(async (tx) => {
    await tx`insert into stimulus_sets (id, name, preset, status, details)
      values (${study.setId}, ${`Set of ${slug}`}, 'test', 'draft', ${tx.json(details)})`;
    await tx`
      insert into stimuli (set_id, id, position, role, condition, item, duration_ms, loudness, true_peak, originality, description, factors, repairs)
      select ${study.setId}, 'stm_' || substr(md5(${slug} || c.name || k) , 1, 20), c.n * 1000 + k, 'main', c.name,
        'p' || lpad(k::text, 2, '0'), 17000, -18, -2,
        '{"status":"computed","longestRun":12,"share16":0.1,"share32":0,"share64":0,"nearestPlace":3}'::jsonb,
        '{"onsets":40,"notes per bar":5}'::jsonb, '{"temperature":0.9}'::jsonb, 0
      from unnest(${conditions}::text[]) with ordinality c(name, n), generate_series(1, ${clips}) k`;
    await tx`update stimulus_sets set status = 'published', published_at = now() where id = ${study.setId}`;
    await tx`insert into studies (id, slug, name, mode, status, seed, set_id, launched_at)
      values (${study.id}, ${slug}, ${`Study ${slug}`}, ${mode}, 'draft', '1', ${study.setId}, now())`;
    await tx`insert into study_versions (id, study_id, number, status, configuration, configuration_sha256, plan_sha256)
      values (${study.versionId}, ${study.id}, 1, 'draft', ${tx.json(configuration as never)}, ${configurationDigest(configuration)}, ${configurationDigest(configuration.plan)})`;
    await tx`insert into study_dimensions (version_id, dimension, position, low, high)
      select ${study.versionId}, d, n, 0, 5 from unnest(array['harmony','reality']) with ordinality x(d, n)`;
    await tx`update study_versions set status = 'frozen', frozen_at = now() where id = ${study.versionId}`;
    await tx`update studies set status = 'open' where id = ${study.id}`;
  });
  await addSessions(study, 0, participants, mode);
  return study;
}

/** Adds complete sessions numbered from `first`; every one rates every clip on both dimensions. */
export async function addSessions(
  study: RatedStudy,
  first: number,
  count: number,
  mode = "live",
): Promise<void> {
  const sql = await plainSql();
  const key = (prefix: string) =>
    sql.unsafe(`'${prefix}_' || substr(md5('${study.id}' || n), 1, 20)`);
  await sql.begin(async (tx) => {
    const people = sql`generate_series(${first}::int, ${first + count - 1}::int) n`;
    await tx`insert into participants (id, study_id) select ${key("prt")}, ${study.id} from ${people}`;
    await tx`
      insert into sessions (id, study_id, version_id, participant_id, mode, status, state, language, start_language, dimension_order,
        start_key, secret_sha256, withdraw_sha256, started_at, last_seen_at, completed_at)
      select ${key("ses")}, ${study.id}, ${study.versionId}, ${key("prt")}, ${mode}, 'complete', '{"kind":"done"}', 'en', 'en',
        array['harmony','reality'], 'key' || ${study.id} || n, md5('s' || ${study.id} || n), 
        md5('w' || ${study.id} || n), now() - interval '20 minutes', now(), now() - interval '1 minute'
      from ${people}`;
    await tx`
      insert into trials (id, session_id, kind, position, block, set_id, stimulus_id, status, rated_at)
      select 'trl_' || substr(md5(${study.id} || n || s.id), 1, 20), ${key("ses")}, 'main',
        row_number() over (partition by n order by md5(n || s.id)), 1, s.set_id, s.id, 'rated', now()
      from ${people} cross join stimuli s where s.set_id = ${study.setId}`;
    await tx`
      insert into ratings (id, trial_id, dimension, value, client_key, received_at)
      select 'rtg_' || substr(md5(t.id || d.name), 1, 20), t.id, d.name,
        least(5, greatest(0, (length(st.condition) + d.n + ('x' || substr(md5(t.id || d.name), 1, 6))::bit(24)::int % 4 - 8) % 6))::int,
        'key' || d.name || t.id, now()
      from ${people}
      join trials t on t.session_id = ${key("ses")}
      join stimuli st on st.set_id = t.set_id and st.id = t.stimulus_id
      cross join unnest(array['harmony','reality']) with ordinality d(name, n)`;
  });
}
