import { describe, expect, it } from "vitest";
import { isLab, linkQuery, parameterOf, personOf, recruitmentOf } from "@/lib/study/link-reading";
import { recruitmentSchema } from "@/lib/study/participant-requests";

const NAMES = ["PROLIFIC_PID", "workerId", "survey_code", "participant"];
const read = (search: string) => personOf(NAMES, recruitmentOf(linkQuery(search)));

describe("reading who a link names", () => {
  it.each([
    ["as it should be", "?PROLIFIC_PID=abc1", "abc1"],
    ["another case", "?prolific_pid=abc1", "abc1"],
    ["mixed case", "?Prolific_PID=abc2", "abc2"],
    ["a second question mark", "?lang=en?PROLIFIC_PID=abc3", "abc3"],
    ["a second question mark, escaped", "?lang=en%3FPROLIFIC_PID%3Dabc3", "abc3"],
    ["an escaped ampersand", "?STUDY_ID=1&amp;PROLIFIC_PID=abc4", "abc4"],
    ["blanks around", "?PROLIFIC_PID=%20abc5%20", "abc5"],
    ["a blank behind a lab's number", "?participant=P01 ", "P01"],
    ["the second of the names", "?workerId=W1", "W1"],
    ["a placeholder first, a real one behind", "?PROLIFIC_PID={{x}}&participant=P02", "P02"],
  ])("%s", (_, search, value) => {
    expect(read(search)).toMatchObject({ id: { value }, unfilled: false });
  });

  it.each(["", "?PROLIFIC_PID=", "?PROLIFIC_PID=%20", "?STUDY_ID=1"])(
    "%j names nobody",
    (search) => {
      expect(read(search)).toEqual({ id: null, unfilled: false });
    },
  );

  it.each([
    "{{%PROLIFIC_PID%}}",
    "%SURVEY_CODE%",
    "$" + "{e://Field/id}",
    "$" + "{workerId}",
    "[ID]",
    "undefined",
    "null",
    "unknown",
  ])("%s is a placeholder that nobody filled", (value) => {
    const search = `?${new URLSearchParams({ workerId: value })}`;
    expect(read(search)).toEqual({ id: null, unfilled: true });
  });

  it("reads composed and decomposed letters alike", () => {
    const [composed, apart] = ["Jos\u00e9", "Jose\u0301"].map((name) =>
      read(`?participant=${name}`),
    );
    expect(composed).toEqual(apart);
  });

  it("gives the study's own spelling of the parameter, so that one person has one digest", () => {
    expect(read("?WORKERID=w").id).toEqual({ parameter: "workerId", value: "w" });
  });
});

describe("recruitmentOf", () => {
  it("keeps what the recruiter sent and leaves out what is ours", () => {
    const query = linkQuery("?PROLIFIC_PID=5f&STUDY_ID=a%26b&lang=zh&lab=1");
    expect(recruitmentOf(query)).toEqual({ PROLIFIC_PID: "5f", STUDY_ID: "a&b" });
    expect(isLab(query)).toBe(true);
    expect(isLab(linkQuery("?lab=0"))).toBe(false);
  });

  it("stays within what the server takes", () => {
    const many = Array.from({ length: 30 }, (_, i) => `p${i}=1`).join("&");
    const query = linkQuery(`?${many}&${"n".repeat(61)}=1&long=${"x".repeat(201)}`);
    expect(recruitmentSchema.safeParse(recruitmentOf(query)).success).toBe(true);
  });

  it("finds a parameter for a return address whatever its case", () => {
    expect(parameterOf({ prolific_pid: " a " }, "PROLIFIC_PID")).toBe("a");
    expect(parameterOf({}, "PROLIFIC_PID")).toBe("");
  });
});
