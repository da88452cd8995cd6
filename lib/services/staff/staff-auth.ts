import { hash, verify } from "@node-rs/argon2";
import { type BetterAuthOptions, betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { admin } from "better-auth/plugins/admin";
import { adminAc, userAc } from "better-auth/plugins/admin/access";
import { twoFactor } from "better-auth/plugins/two-factor";
import { eq } from "drizzle-orm";
import {
  accountHolders,
  requestLimits,
  secondFactors,
  signInMethods,
  signIns,
  siteSecrets,
  verificationValues,
} from "@/db/schema/staff";
import { database } from "@/lib/services/database";
import { env } from "@/lib/shared/env";
import { type IdKind, newId, newSecret } from "@/lib/shared/ids";

/** Letters that a password must have at least. */
export const PASSWORD_MIN = 12;
/** Letters that a password may have at most: a longer one would only keep the processor busy. */
export const PASSWORD_MAX = 200;

const ID_KINDS: Record<string, IdKind> = { user: "accountHolder", session: "signIn" };

/** Argon2id as OWASP advises: 19 MiB, two passes, one lane. */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** The argon2id hash of a password. */
export const hashPassword = (password: string): Promise<string> => hash(password, ARGON2);

/** A wide net only: wrong passwords are counted per account and per address in staff-throttle.ts. */
const RATE_LIMIT: BetterAuthOptions["rateLimit"] = {
  enabled: true,
  storage: "database",
  window: 60,
  max: 300,
  customRules: {
    "/sign-in/email": { window: 60, max: 120 },
    // Ten wrong codes lock an account's second factor for a quarter of an hour.
    "/two-factor/verify-totp": { window: 60, max: 120 },
    "/two-factor/verify-backup-code": { window: 60, max: 120 },
    "/get-session": false,
  },
};

async function build() {
  const db = await database();
  const header = env().STUDY_CLIENT_IP_HEADER;
  return betterAuth({
    appName: "Listening study",
    basePath: "/api/auth",
    baseURL: env().STUDY_PUBLIC_URL ?? `http://localhost:${env().PORT}`,
    secret: await siteSecret("staff cookies"),
    database: drizzleAdapter(db, {
      provider: "pg",
      schema: {
        user: accountHolders,
        session: signIns,
        account: signInMethods,
        verification: verificationValues,
        rateLimit: requestLimits,
        twoFactor: secondFactors,
      },
    }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_MIN,
      maxPasswordLength: PASSWORD_MAX,
      password: {
        hash: hashPassword,
        verify: ({ hash: stored, password }) => verify(stored, password),
      },
    },
    plugins: [
      admin({
        defaultRole: "researcher",
        adminRoles: ["admin"],
        roles: { admin: adminAc, researcher: userAc },
      }),
      twoFactor({ issuer: "Listening study" }),
    ],
    session: { expiresIn: 60 * 60 * 24 * 14, updateAge: 60 * 60 * 12 },
    rateLimit: RATE_LIMIT,
    advanced: {
      cookiePrefix: "study-staff",
      // Without a trusted header nobody's own claim about their address is believed.
      ipAddress: { ipAddressHeaders: header ? [header] : ["x-no-trusted-address"] },
      database: { generateId: ({ model }) => newId(ID_KINDS[model] ?? "staffRecord") },
      // The site compares Origin with its own Host before anything reaches this library.
      disableOriginCheck: true,
      disableCSRFCheck: true,
    },
    telemetry: { enabled: false },
    logger: { level: "error" },
  });
}

/** The configured library: accounts, sign-ins and roles of staff. */
export type StaffAuth = Awaited<ReturnType<typeof build>>;

let built: Promise<StaffAuth> | undefined;

/** The one instance of this process; the database is opened at the first call. */
export function staffAuth(): Promise<StaffAuth> {
  built ??= build().catch((error) => {
    built = undefined;
    throw error;
  });
  return built;
}

/** A secret that all web servers share; drawn and stored at the first call. */
export async function siteSecret(name: string): Promise<string> {
  const db = await database();
  await db.insert(siteSecrets).values({ name, value: newSecret() }).onConflictDoNothing();
  const [row] = await db.select().from(siteSecrets).where(eq(siteSecrets.name, name));
  return row!.value;
}
