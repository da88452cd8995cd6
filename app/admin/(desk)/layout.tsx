import Link from "next/link";
import type { ReactNode } from "react";
import { requireStaff } from "@/app/_server/staff";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import partStyles from "@/app/admin/_desk/desk-parts.module.css";
import { DeskNav } from "@/app/admin/_desk/nav";
import { SignOut } from "@/app/admin/_desk/sign-out";

/** The desk's bar: where one can go, and who is signed in. */
export default async function DeskLayout({ children }: { children: ReactNode }) {
  const staff = await requireStaff();
  return (
    <>
      <a className={partStyles.skip} href="#main">
        Skip to the content
      </a>
      <header className={frameStyles.bar}>
        <div className={frameStyles.barInner}>
          <Link href="/admin" className={frameStyles.brand}>
            Listening study
          </Link>
          <DeskNav admin={staff.role === "admin"} />
          <div className={frameStyles.who}>
            <Link href="/admin/account">
              {staff.name} ({staff.role})
            </Link>
            <SignOut />
          </div>
        </div>
      </header>
      <main id="main" className={frameStyles.main} aria-label="Desk">
        {children}
      </main>
    </>
  );
}
