"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "@/app/_components/button";
import { ActForm } from "@/app/admin/_desk/act-form";
import clipStyles from "@/app/admin/_desk/desk-clips.module.css";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import partStyles from "@/app/admin/_desk/desk-parts.module.css";
import tableStyles from "@/app/admin/_desk/desk-tables.module.css";
import { InputField } from "@/app/admin/_desk/fields";
import { Outcome } from "@/app/admin/_desk/outcome";
import { Notice } from "@/app/admin/_desk/parts";
import { type FormError, sendAct } from "@/app/admin/_desk/send-act";

const ADDRESS = "/api/desk/account/second-factor";
const IDLE = { busy: false, refusal: null };

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
      <p className={fieldStyles.back}>On: a sign-in also asks for the six digits of your app.</p>
      <ActForm action={ADDRESS} method="DELETE" submit="Turn it off" look="danger">
        <PasswordField />
      </ActForm>
    </>
  );
}

function PasswordField() {
  return (
    <InputField
      id="factor-password"
      name="password"
      label="Your password"
      type="password"
      autoComplete="current-password"
      required
    />
  );
}

function SetUp() {
  const router = useRouter();
  const [made, setMade] = useState<Made | null>(null);
  const [state, setState] = useState<{ busy: boolean; refusal: FormError | null }>(IDLE);
  const send = async (event: FormEvent<HTMLFormElement>, method: "POST" | "PUT") => {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(event.currentTarget));
    setState({ ...IDLE, busy: true });
    const { answer, refusal } = await sendAct<Made>(ADDRESS, fields, method);
    setState({ ...IDLE, refusal: refusal ?? null });
    if (refusal) return;
    if (method === "POST") setMade(answer);
    else router.refresh();
  };
  return (
    <form onSubmit={(event) => void send(event, made ? "PUT" : "POST")}>
      {made ? (
        <Confirm made={made} />
      ) : (
        <>
          <p className={fieldStyles.back}>
            Off. With an authenticator app on your phone a stolen password alone opens nothing.
          </p>
          <PasswordField />
        </>
      )}
      <Button type="submit" disabled={state.busy}>
        {made ? "Turn it on" : "Set it up"}
      </Button>
      <Outcome refusal={state.refusal} />
    </form>
  );
}

function Confirm({ made }: { made: Made }) {
  const image = `data:image/svg+xml;utf8,${encodeURIComponent(made.qr)}`;
  return (
    <>
      {/* biome-ignore lint/performance/noImgElement: a code drawn for this moment, nothing to optimise */}
      <img
        src={image}
        alt="QR code with the key"
        width={200}
        height={200}
        className={clipStyles.qr}
      />
      <p className={fieldStyles.back}>
        Read the code with your app, or type the key:{" "}
        <code className={tableStyles.mono}>{made.key}</code>
      </p>
      <Notice tone="warn">
        <p>Keep these codes; each opens the desk once when the phone is lost:</p>
        <ul className={`${partStyles.codes} ${tableStyles.mono}`}>
          {made.backupCodes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
      </Notice>
      <InputField
        id="code"
        label="Six digits of the app"
        inputMode="numeric"
        autoComplete="one-time-code"
        pattern="[0-9]{6}"
        required
      />
    </>
  );
}
