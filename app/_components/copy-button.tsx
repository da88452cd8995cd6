"use client";

import { useState } from "react";
import { Button } from "@/app/_components/button";

interface Props {
  text: string;
  label: string;
  /** Shown once the text is on the clipboard. */
  copiedLabel: string;
  look?: "primary" | "secondary";
}

/** Copies a text; where the browser refuses the clipboard, nothing is claimed. */
export function CopyButton({ text, label, copiedLabel, look = "secondary" }: Props) {
  const [copied, setCopied] = useState(false);
  const copy = async () => setCopied(await toClipboard(text));
  return (
    <Button look={look} onClick={copy}>
      <span aria-live="polite">{copied ? copiedLabel : label}</span>
    </Button>
  );
}

async function toClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

// The clipboard interface exists only on https and localhost; a lab's own network has neither.
function copyBySelection(text: string): boolean {
  const field = document.createElement("textarea");
  field.value = text;
  field.setAttribute("readonly", "");
  (document.querySelector("dialog[open]") ?? document.body).append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}
