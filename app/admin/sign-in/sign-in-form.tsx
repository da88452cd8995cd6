"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/app/_components/button";
import styles from "@/app/admin/_desk/desk-styles";

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
      <p role="alert" className={styles.error}>
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
      <div className={styles.field}>
        <label htmlFor="email">E-mail address</label>
        <input
          id="email"
          name="email"
          type="email"
          className={styles.input}
          autoComplete="username"
          required
        />
      </div>
      <div className={styles.field}>
        <label htmlFor="password">Password</label>
        <input
          id="password"
          name="password"
          type="password"
          className={styles.input}
          autoComplete="current-password"
          required
        />
      </div>
    </>
  );
}

function CodeField() {
  return (
    <div className={styles.field}>
      <label htmlFor="code">Code</label>
      <span className={styles.hint} id="code-hint">
        The six digits that your app shows, or one of your kept codes.
      </span>
      <input
        id="code"
        name="code"
        className={styles.input}
        autoComplete="one-time-code"
        aria-describedby="code-hint"
        // biome-ignore lint/a11y/noAutofocus: the one field of this step, which the reader asked for
        autoFocus
        required
      />
    </div>
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
  try {
    const response = await fetch(`/api/auth/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(fields),
    });
    const body = (await response.json().catch(() => null)) as {
      message?: string;
      twoFactorRedirect?: boolean;
    } | null;
    if (!response.ok) {
      return {
        kind: "refused",
        message: body?.message ?? `the server answered ${response.status}`,
      };
    }
    return body?.twoFactorRedirect ? { kind: "code wanted" } : { kind: "in" };
  } catch {
    return {
      kind: "refused",
      message: "the server cannot be reached: check the connection and try again",
    };
  }
}
