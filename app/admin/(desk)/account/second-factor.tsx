"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "@/app/_components/button";
import { ActForm } from "@/app/admin/_desk/act-form";
import styles from "@/app/admin/_desk/desk-styles";
import { Field, Notice } from "@/app/admin/_desk/parts";

const ADDRESS = "/api/desk/account/second-factor";

interface Made {
  /** The key as a QR code (SVG). */
  qr: string;
  key: string;
  backupCodes: string[];
}

/** One's own second factor: off, being set up, or on. */
export function SecondFactor({ on }: { on: boolean }) {
  if (!on) return <SetUp />;
  return (
    <>
      <p>On: a sign-in also asks for the six digits of your app.</p>
      <br />
      <ActForm action={ADDRESS} method="DELETE" submit="Turn it off" look="danger">
        <PasswordField />
      </ActForm>
    </>
  );
}

function PasswordField() {
  return (
    <Field id="factor-password" label="Your password">
      <input
        id="factor-password"
        name="password"
        type="password"
        className={styles.input}
        autoComplete="current-password"
        required
      />
    </Field>
  );
}

function SetUp() {
  const router = useRouter();
  const [made, setMade] = useState<Made | null>(null);
  const [state, setState] = useState({ busy: false, message: "" });
  const send = async (event: FormEvent<HTMLFormElement>, method: "POST" | "PUT") => {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(event.currentTarget));
    setState({ busy: true, message: "" });
    const { message, body } = await ask(method, fields);
    setState({ busy: false, message });
    if (message !== "") return;
    if (method === "POST") setMade(body as Made);
    else router.refresh();
  };
  return (
    <form onSubmit={(event) => void send(event, made ? "PUT" : "POST")}>
      {made ? (
        <Confirm made={made} />
      ) : (
        <>
          <p>Off. With an authenticator app on your phone a stolen password alone opens nothing.</p>
          <br />
          <PasswordField />
        </>
      )}
      <Button type="submit" disabled={state.busy}>
        {made ? "Turn it on" : "Set it up"}
      </Button>
      <span role="alert" className={styles.error}>
        {state.message ? ` ${state.message}` : ""}
      </span>
    </form>
  );
}

function Confirm({ made }: { made: Made }) {
  const image = `data:image/svg+xml;utf8,${encodeURIComponent(made.qr)}`;
  return (
    <>
      {/* biome-ignore lint/performance/noImgElement: a code drawn for this moment, nothing to optimise */}
      <img src={image} alt="QR code with the key" width={200} height={200} />
      <p>
        Read the code with your app, or type the key:{" "}
        <code className={styles.mono}>{made.key}</code>
      </p>
      <br />
      <Notice tone="warn">
        <p>Keep these codes; each opens the desk once when the phone is lost:</p>
        <p className={styles.mono}>{made.backupCodes.join("  ")}</p>
      </Notice>
      <Field id="code" label="Six digits of the app">
        <input
          id="code"
          name="code"
          className={styles.input}
          inputMode="numeric"
          autoComplete="one-time-code"
          pattern="[0-9]{6}"
          required
        />
      </Field>
    </>
  );
}

async function ask(method: string, fields: object): Promise<{ message: string; body: unknown }> {
  try {
    const response = await fetch(ADDRESS, {
      method,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(fields),
    });
    const body = (await response.json().catch(() => null)) as { message?: string } | null;
    if (response.ok) return { message: "", body };
    return { message: body?.message ?? `the server answered ${response.status}`, body: null };
  } catch {
    return {
      message: "the server cannot be reached: check the connection and try again",
      body: null,
    };
  }
}
