"use client";

import { useState } from "react";
import { Button } from "@/app/_components/button";

/** Opens the participants' page in the background and says whether it answers. */
export function LinkTest({ url }: { url: string }) {
  const [result, setResult] = useState("");
  const test = async () => {
    setResult("Testing…");
    try {
      const response = await fetch(url, {
        cache: "no-store",
        mode: new URL(url).origin === location.origin ? "same-origin" : "no-cors",
      });
      const reached = response.ok || response.type === "opaque";
      setResult(
        reached ? "The page answers." : `The page answers with an error (${response.status}).`,
      );
    } catch {
      setResult("The page does not answer under this address.");
    }
  };
  return (
    <>
      <Button look="secondary" onClick={test}>
        Test the link
      </Button>
      <span role="status">{result}</span>
    </>
  );
}
