"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Keeps the page's numbers fresh without a reload, while it is looked at. */
export function Live({ every }: { every: number }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") router.refresh();
    }, every);
    return () => clearInterval(timer);
  }, [router, every]);
  return null;
}
