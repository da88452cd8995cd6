"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/app/_components/button";
import styles from "@/app/admin/_desk/desk-styles";

/** E-mail address and password; what was typed stays when they are refused. */
export function SignInForm() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    const message = await signIn(new FormData(event.currentTarget));
    if (message === "") window.location.assign("/admin");
    else {
      setError(message);
      setBusy(false);
    }
  };
  return (
    <form onSubmit={submit} method="post">
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
      <p role="alert" className={styles.error}>
        {error}
      </p>
      <Button type="submit" wide disabled={busy}>
        {busy ? "Signing in…" : "Sign in"}
      </Button>
    </form>
  );
}

async function signIn(data: FormData): Promise<string> {
  try {
    const response = await fetch("/api/auth/sign-in/email", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: data.get("email"), password: data.get("password") }),
    });
    if (response.ok) return "";
    const body = (await response.json().catch(() => null)) as { message?: string } | null;
    return body?.message ?? `the server answered ${response.status}`;
  } catch {
    return "the server cannot be reached: check the connection and try again";
  }
}
