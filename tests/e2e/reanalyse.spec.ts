import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { exampleCsv } from "@/lib/stats/example-table";
import { expect, test } from "./journey";

/** Drops a file on the page, as from the desktop. */
async function drop(page: Page, name: string, text: string): Promise<void> {
  const data = await page.evaluateHandle(
    ([file, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content!], file!, { type: "text/csv" }));
      return transfer;
    },
    [name, text],
  );
  await page
    .getByRole("region", { name: "Your table" })
    .dispatchEvent("drop", { dataTransfer: data });
}

test("a table dropped on /reanalyse is computed in the browser, and nothing of it is sent", async ({
  page,
  site,
}) => {
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() !== "GET" || request.postData()) sent.push(request.url());
  });
  await page.setViewportSize({ width: 360, height: 780 });
  await page.goto(`${site}/reanalyse?lang=en`);

  // The example is a true null on which the pooled test finds a difference.
  await page.getByRole("button", { name: "Take the example" }).click();
  const line = page.getByRole("row", { name: /model A − model B/ });
  await expect(line).toBeVisible();
  const [pooled, , , , crossed] = await line.getByRole("cell").allTextContents();
  expect(Number(pooled?.replace("<", ""))).toBeLessThan(0.05);
  expect(Number(crossed)).toBeGreaterThan(0.05);
  await expect(page.getByText(/example\.csv: 320 ratings by 20 participants of 16/)).toBeVisible();
  await expect(page.getByRole("heading", { name: "Power", exact: true })).toBeVisible();
  await expect(page.getByText(/80 % needs/).first()).toBeVisible();

  const [svg] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "SVG", exact: true }).click(),
  ]);
  expect(readFileSync(await svg.path(), "utf8")).toMatch(/^<svg[\s\S]*model A[\s\S]*<\/svg>\s*$/);
  const [png] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "PNG", exact: true }).click(),
  ]);
  expect(
    readFileSync(await png.path())
      .subarray(1, 4)
      .toString(),
  ).toBe("PNG");
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);

  // The same table under other names, dropped: the same numbers.
  await drop(page, "mine.csv", exampleCsv().replaceAll("model A", "ours"));
  await expect(page.getByText(/mine\.csv: 320 ratings/)).toBeVisible();
  const mine = page.getByRole("row", { name: /ours − model B|model B − ours/ });
  expect((await mine.getByRole("cell").allTextContents())[4]).toBe(crossed);

  await drop(page, "bad.csv", "participant,stimulus,rating\na,b,1\n");
  // A column is missing: the table is shown, and asked about.
  await expect(page.getByRole("region", { name: "Which column is what?" })).toContainText(
    "expected the columns participant, stimulus, condition, rating",
  );
  await drop(page, "worse.csv", "participant,stimulus,condition,rating\na,b,c,0x1\n");
  await expect(page.getByRole("alert").filter({ hasText: "cannot be analysed" })).toContainText(
    'line 2: expected numbers, or words of one known scale, got "0x1"',
  );
  expect(sent).toEqual([]);
});

test("a table with columns of its own is shown, its columns are chosen, and notes say how it was read", async ({
  page,
  site,
}) => {
  await page.setViewportSize({ width: 360, height: 780 });
  await page.goto(`${site}/reanalyse?lang=en`);
  const lines = exampleCsv().trimEnd().split("\n");
  const own = lines
    .map((line, i) => (i === 0 ? "who,what,made by,aspect,points" : line))
    .join("\n");
  await drop(page, "own.csv", own);
  const picker = page.getByRole("region", { name: "Which column is what?" });
  await expect(picker.getByRole("table")).toContainText("made by");
  await picker.getByLabel("participant *").selectOption("who");
  await picker.getByLabel("stimulus *").selectOption("what");
  await picker.getByLabel("condition *").selectOption("made by");
  await picker.getByLabel("rating *").selectOption("points");
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await picker.getByRole("button", { name: "Analyse with these columns" }).click();
  await expect(page.getByText(/own\.csv: 320 ratings by 20 participants of 16/)).toBeVisible();
  await expect(page.getByText("The column who was read as participant.")).toBeVisible();
});
