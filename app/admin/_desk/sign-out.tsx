"use client";

import { Button } from "@/app/_components/button";
import styles from "@/app/admin/_desk/desk-styles";

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
    <Button look="quiet" className={styles.small ?? ""} onClick={signOut}>
      Sign out
    </Button>
  );
}
