/** Runs a command's work and closes the database afterwards, so that the program can end. */
export async function withDatabase<T>(work: () => Promise<T>): Promise<T> {
  const { closeDatabase } = await import("@/lib/services/database");
  try {
    return await work();
  } finally {
    await closeDatabase();
  }
}

/** Prints a value as JSON, or a text for people. */
export function print(json: boolean | undefined, value: unknown, text: () => string): void {
  process.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : text());
}
