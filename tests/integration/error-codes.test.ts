import { beforeAll, describe, expect, it, vi } from "vitest";
import { errorAnswer } from "@/app/_server/error-answer";
import { CLI_ACTOR } from "@/lib/services/act/record-act";
import { database } from "@/lib/services/database";
import { cancelJob, retryJob } from "@/lib/services/job/queue-job";
import { excludeSession } from "@/lib/services/session/exclude-session";
import { archiveStimulusSet, deleteDraftSet } from "@/lib/services/set/set-lifecycle";
import { inviteStaff } from "@/lib/services/staff/staff-links";
import { createStudy } from "@/lib/services/study/create-study";
import { setStudyStatus } from "@/lib/services/study/set-study-status";
import { studyFacts } from "@/lib/services/study/study-facts";
import { unblindStudy } from "@/lib/services/study/unblind-study";
import { makeStudy, makeTinySet } from "@/tests/factories/studies";
import { ownDatabase } from "@/tests/factories/test-database";
import { queueTestJob } from "@/tests/factories/test-jobs";

vi.mock("server-only", () => ({}));

ownDatabase();
let set: string;

beforeAll(async () => {
  set = await makeTinySet({ items: 4, name: "codes" });
  await makeStudy(set, { slug: "known" });
}, 300_000);

/** Status and body of the answer that an act's error becomes. */
async function answered(act: Promise<unknown>) {
  const error = await act.then(
    () => expect.fail("expected an error"),
    (thrown: unknown) => thrown,
  );
  const answer = errorAnswer(error);
  return { status: answer.status, ...(await answer.json()) };
}

const draft = { set: "", preset: "paper" as const, name: "Another" };
const person = { name: "Ada", email: "ada@example.org", role: "researcher" as const };

describe("errors become answers by their code", () => {
  it.each([
    ["a study", () => studyFacts("nowhere")],
    ["a study to be closed", () => setStudyStatus("nowhere", "close", CLI_ACTOR)],
    ["a study to be unblinded", () => unblindStudy("nowhere", CLI_ACTOR)],
    ["a set to be deleted", () => deleteDraftSet("nowhere", CLI_ACTOR)],
    ["a set to be archived", () => archiveStimulusSet("nowhere", CLI_ACTOR)],
    ["a job", () => retryJob("nowhere", CLI_ACTOR)],
    ["a session", () => excludeSession("nowhere", CLI_ACTOR, "a reason")],
  ])("%s that does not exist: 404", async (_, act) => {
    expect(await answered(act())).toMatchObject({ status: 404, error: "not found" });
  });

  it("the same act twice: 409", async () => {
    await setStudyStatus("known", "pause", CLI_ACTOR);
    expect(await answered(setStudyStatus("known", "pause", CLI_ACTOR))).toMatchObject({
      status: 409,
      error: "conflict",
    });
    await unblindStudy("known", CLI_ACTOR);
    expect(await answered(unblindStudy("known", CLI_ACTOR))).toMatchObject({ status: 409 });
    const { id } = await queueTestJob("note", {});
    await cancelJob(id, CLI_ACTOR);
    expect(await answered(cancelJob(id, CLI_ACTOR))).toMatchObject({ status: 409 });
  });

  it("a slug that is taken: 409, and a bad one 400, both with the field", async () => {
    const make = (slug: string) => createStudy({ ...draft, set, slug }, CLI_ACTOR);
    expect(await answered(make("known"))).toMatchObject({ status: 409, field: "slug" });
    expect(await answered(make("Not A Slug"))).toMatchObject({
      status: 400,
      error: "invalid",
      field: "slug",
    });
  });

  it("bad input: 400 with the field", async () => {
    const invite = inviteStaff(CLI_ACTOR, { ...person, email: "nowhere" });
    expect(await answered(invite)).toMatchObject({ status: 400, field: "email" });
    const exclude = excludeSession("nowhere", CLI_ACTOR, "");
    expect(await answered(exclude)).toMatchObject({ status: 400, field: "reason" });
  });

  it("a guard of the database: 409; what nobody expected: 500 without details, and logged", async () => {
    const db = await database();
    const frozen = db.execute("update study_versions set number = 9");
    expect(await answered(frozen)).toMatchObject({ status: 409, error: "conflict" });
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const secret = Promise.reject(new Error("a secret detail"));
    const answer = await answered(secret);
    expect(answer).toMatchObject({ status: 500, error: "failed" });
    expect(JSON.stringify(answer)).not.toContain("secret");
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
  });
});
