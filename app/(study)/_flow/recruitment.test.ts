import { describe, expect, it } from "vitest";
import { recruitmentSchema } from "@/lib/study/participant-requests";
import { isLab, sentRecruitment } from "./recruitment";

describe("recruitmentOf", () => {
  it("keeps what the recruiter sent and leaves out what is ours", () => {
    const query = "?PROLIFIC_PID=5f&STUDY_ID=a%26b&lang=zh&lab=1";
    expect(sentRecruitment(query)).toEqual({ PROLIFIC_PID: "5f", STUDY_ID: "a&b" });
  });

  it("stays within what the server takes", () => {
    const many = Array.from({ length: 30 }, (_, i) => `p${i}=1`).join("&");
    const query = `?${many}&${"n".repeat(61)}=1&long=${"x".repeat(201)}`;
    expect(recruitmentSchema.safeParse(sentRecruitment(query)).success).toBe(true);
  });
});

describe("isLab", () => {
  it("is said by lab=1 only", () => {
    expect(isLab("?lab=1")).toBe(true);
    expect(isLab("?lab=0")).toBe(false);
  });
});
