/** Rows as a table for the terminal: texts to the left, numbers to the right, 3 decimals where needed. */
export function textTable(rows: readonly Record<string, string | number | null>[]): string {
  if (rows.length === 0) return "(nothing yet)\n";
  const columns = Object.keys(rows[0]!).map((name) =>
    column(
      name,
      rows.map((row) => row[name] ?? null),
    ),
  );
  const lines = Array.from({ length: rows.length + 1 }, (_, line) =>
    columns.map((cells) => cells[line]!),
  );
  return `${lines.map((cells) => cells.join("  ").trimEnd()).join("\n")}\n`;
}

function column(name: string, values: readonly (string | number | null)[]): string[] {
  const numeric = values.some((value) => typeof value === "number");
  const whole = values.every((value) => typeof value !== "number" || Number.isInteger(value));
  const cells = [name, ...values.map((value) => cell(value, whole))];
  const width = Math.max(...cells.map(({ length }) => length));
  return cells.map((text) => (numeric ? text.padStart(width) : text.padEnd(width)));
}

function cell(value: string | number | null, whole: boolean): string {
  if (value === null) return "-";
  if (typeof value === "string") return value;
  return whole ? String(value) : value.toFixed(3);
}
