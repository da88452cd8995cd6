import type { Metadata } from "next";
import Link from "next/link";
import { ActForm } from "@/app/admin/_desk/act-form";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import { InputField } from "@/app/admin/_desk/fields";
import { Moment } from "@/app/admin/_desk/moment";
import { openLink } from "@/lib/services/staff/staff-links";

export const metadata: Metadata = { title: "Set your password" };

/** Behind a one-time link: an invitation or a password reset. */
export default async function LinkPage({ params }: { params: Promise<{ secret: string }> }) {
  const { secret } = await params;
  const link = await openLink(secret);
  if (!link) {
    return (
      <main className={frameStyles.narrow}>
        <h1>This link no longer works</h1>
        <p className={frameStyles.lead}>
          It was used, replaced by a newer one, or has expired. Ask an admin for a new one.
        </p>
        <p>
          <Link href="/admin/sign-in">Sign in</Link>
        </p>
      </main>
    );
  }
  return (
    <main className={frameStyles.narrow}>
      <h1>{link.kind === "invitation" ? `Welcome, ${link.name}` : "Set a new password"}</h1>
      <p className={frameStyles.lead}>
        For {link.email}, as {link.role}. This link works once, until <Moment at={link.expiresAt} />
        .
      </p>
      <div className={frameStyles.panel}>
        <ActForm action="/api/desk/link" submit="Set password" fixed={{ secret }}>
          <InputField
            id="password"
            label="Password"
            hint="At least 12 characters; a few words work well."
            type="password"
            autoComplete="new-password"
            minLength={12}
            required
          />
        </ActForm>
      </div>
    </main>
  );
}
