"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/app/_components/button";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import { InputField } from "@/app/admin/_desk/fields";
import { sendAct } from "@/app/admin/_desk/send-act";

type Step = "password" | "code";

/** E-mail address and password, then the code of a second factor where there is one. */
export function SignInForm() {
  const [step, setStep] = useState<Step>("password");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    const fields = new FormData(event.currentTarget);
    const result = step === "password" ? await signIn(fields) : await giveCode(fields);
    if (result.kind === "in") return window.location.assign("/admin");
    setBusy(false);
    setError(result.kind === "refused" ? result.message : "");
    if (result.kind === "code wanted") setStep("code");
  };
  return (
    <form onSubmit={submit} method="post">
      {step === "password" ? <PasswordFields /> : <CodeField />}
      <p role="alert" className={fieldStyles.error}>
        {error}
      </p>
      <Button type="submit" wide disabled={busy}>
        {busy ? "Signing in…" : "Sign in"}
      </Button>
    </form>
  );
}

function PasswordFields() {
  return (
    <>
      <InputField id="email" label="E-mail address" type="email" autoComplete="username" required />
      <InputField
        id="password"
        label="Password"
        type="password"
        autoComplete="current-password"
        required
      />
    </>
  );
}

function CodeField() {
  return (
    <InputField
      id="code"
      label="Code"
      hint="The six digits that your app shows, or one of your kept codes."
      autoComplete="one-time-code"
      // The one field of this step, which the reader asked for.
      autoFocus
      required
    />
  );
}

type Result = { kind: "in" } | { kind: "code wanted" } | { kind: "refused"; message: string };

async function signIn(data: FormData): Promise<Result> {
  return call("sign-in/email", { email: data.get("email"), password: data.get("password") });
}

async function giveCode(data: FormData): Promise<Result> {
  const code = String(data.get("code") ?? "").trim();
  const way = /^\d{6}$/.test(code) ? "verify-totp" : "verify-backup-code";
  return call(`two-factor/${way}`, { code });
}

async function call(path: string, fields: object): Promise<Result> {
  const { answer, refusal } = await sendAct<{ twoFactorRedirect?: boolean } | null>(
    `/api/auth/${path}`,
    fields,
  );
  if (refusal) return { kind: "refused", message: refusal.message };
  return answer?.twoFactorRedirect ? { kind: "code wanted" } : { kind: "in" };
}
