"use client";

import { Button } from "@/app/_components/button";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";

/** Ends this browser's sign-in. */
export function SignOut() {
  const signOut = async () => {
    await fetch("/api/auth/sign-out", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    window.location.assign("/admin/sign-in");
  };
  return (
    <Button look="quiet" className={frameStyles.small ?? ""} onClick={signOut}>
      Sign out
    </Button>
  );
}
