"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";

const PLACES = [
  { href: "/admin", label: "Studies", inside: "/admin/studies", admin: false },
  { href: "/admin/sets", label: "Stimulus sets", inside: "/admin/sets", admin: false },
  { href: "/admin/planner", label: "Planner", inside: "/admin/planner", admin: false },
  { href: "/admin/jobs", label: "Jobs", inside: "/admin/jobs", admin: false },
  { href: "/admin/people", label: "People", inside: "/admin/people", admin: true },
  { href: "/admin/log", label: "Audit log", inside: "/admin/log", admin: false },
  { href: "/admin/status", label: "Status", inside: "/admin/status", admin: false },
] as const;

/** The desk's main places; the one where one is is marked. */
export function DeskNav({ admin }: { admin: boolean }) {
  const path = usePathname() ?? "";
  return (
    <nav className={frameStyles.nav} aria-label="Desk">
      {PLACES.filter((place) => admin || !place.admin).map((place) => {
        const here = path === place.href;
        const inside = path.startsWith(place.inside);
        return (
          <Link
            key={place.href}
            href={place.href}
            aria-current={here ? "page" : inside ? "true" : undefined}
          >
            {place.label}
          </Link>
        );
      })}
    </nav>
  );
}

/** The tabs of a study. */
export function StudyTabs({ slug, admin }: { slug: string; admin: boolean }) {
  const path = usePathname() ?? "";
  const base = `/admin/studies/${slug}`;
  const tabs: [string, string][] = [
    [base, "Results"],
    [`${base}/progress`, "Progress"],
    [`${base}/participants`, "Participants"],
    [`${base}/design`, "Design audit"],
    [`${base}/settings`, "Texts and settings"],
    ...(admin ? ([[`${base}/share`, "Share"]] as [string, string][]) : []),
    [`${base}/export`, "Export"],
  ];
  // The clips behind a mark of the figure belong to the results.
  const inside = (href: string) =>
    path === href || path.startsWith(href === base ? `${base}/clips` : `${href}/`);
  return (
    <nav className={frameStyles.tabs} aria-label="Study">
      {tabs.map(([href, label]) => (
        <Link key={href} href={href} aria-current={inside(href) ? "page" : undefined}>
          {label}
        </Link>
      ))}
    </nav>
  );
}
