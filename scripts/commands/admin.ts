import type { RegisterCommands } from "@/scripts/commands/index";

/** `study admin`: makes an admin of the desk. */
export const registerAdmin: RegisterCommands = (program) => {
  const admin = program.command("admin").description("accounts of the desk");
  admin
    .command("create")
    .description("make an admin and print the password once")
    .requiredOption("--email <address>", "e-mail address to sign in with")
    .option("--name <name>", "name shown at the desk", "Admin")
    .option("--password <password>", "password (drawn when left out)")
    .option("--json", "print JSON")
    .action(async (options: { email: string; name: string; password?: string; json?: boolean }) => {
      const { closeDatabase } = await import("@/lib/services/database");
      try {
        const { createAdmin } = await import("@/lib/services/staff/first-admin");
        const made = await createAdmin(options);
        const text = `e-mail:   ${made.email}\npassword: ${made.password}\nSign in at /admin and change the password there.\n`;
        process.stdout.write(options.json ? `${JSON.stringify(made)}\n` : text);
      } finally {
        await closeDatabase();
      }
    });
};
