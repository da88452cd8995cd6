import path from "node:path";

/** The folder for everything that a run makes: `STUDY_DATA`, else `.data` in the working folder. */
export function dataFolder(): string {
  return path.resolve(process.env.STUDY_DATA ?? ".data");
}
