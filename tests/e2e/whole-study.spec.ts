import {
  choose,
  expect,
  expectWholeStudy,
  finish,
  listen,
  rate,
  SHORT_TRIALS,
  storedRatings,
  test,
  toFirstTrial,
  watchErrors,
} from "./journey";

test("a whole study: zeros, a reload and a double click give exactly one row each", async ({
  page,
  context,
  site,
  study,
}) => {
  const errors = watchErrors(context);
  const slug = await study();
  await toFirstTrial(page, site, slug);
  await rate(page, 0, 0);

  await listen(page);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Piece 2 of ${SHORT_TRIALS}`);
  await rate(page, 5, 0);

  await listen(page);
  await choose(page, "harmony", 2);
  await choose(page, "reality", 0);
  await page.getByRole("button", { name: "Next" }).dblclick();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Piece 4 of ${SHORT_TRIALS}`);

  await finish(page);
  await expect(page.getByText("All your answers are stored.")).toBeVisible();
  await expectWholeStudy(slug, SHORT_TRIALS);
  const rows = await storedRatings(slug);
  expect(rows.slice(0, 2).map((row) => row.value)).toEqual([0, 0]);
  expect(rows.filter((row) => row.dimension === "reality").map((row) => row.value)).toEqual([
    0, 0, 0, 0, 0, 0,
  ]);
  expect(errors).toEqual([]);
});
