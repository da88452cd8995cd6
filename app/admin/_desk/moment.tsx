"use client";

import { useSyncExternalStore } from "react";
import partStyles from "@/app/admin/_desk/desk-parts.module.css";

const subscribe = () => () => {};

/** A moment in the reader's own zone, with the zone named; UTC until the page is alive. */
export function Moment({ at, seconds = false }: { at: Date | string | null; seconds?: boolean }) {
  const zone = useSyncExternalStore(subscribe, readersZone, () => "UTC");
  if (at === null) return <span>–</span>;
  const moment = new Date(at);
  return (
    <time dateTime={moment.toISOString()} className={partStyles.time}>
      {format(moment, zone, seconds)}
    </time>
  );
}

function readersZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function format(moment: Date, timeZone: string, seconds: boolean): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone,
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    ...(seconds ? { second: "2-digit" } : {}),
    timeZoneName: "short",
  }).format(moment);
}
