import Link from "next/link";
import type { ReactNode } from "react";
import { requireStaff } from "@/app/_server/staff";
import styles from "@/app/admin/_desk/desk-styles";
import { DeskNav } from "@/app/admin/_desk/nav";
import { SignOut } from "@/app/admin/_desk/sign-out";

/** The desk's bar: where one can go, and who is signed in. */
export default async function DeskLayout({ children }: { children: ReactNode }) {
  const staff = await requireStaff();
  return (
    <>
      <a className={styles.skip} href="#main">
        Skip to the content
      </a>
      <header className={styles.bar}>
        <div className={styles.barInner}>
          <Link href="/admin" className={styles.brand}>
            Listening study
          </Link>
          <DeskNav admin={staff.role === "admin"} />
          <div className={styles.who}>
            <Link href="/admin/account">
              {staff.name} ({staff.role})
            </Link>
            <SignOut />
          </div>
        </div>
      </header>
      <main id="main" className={styles.main} aria-label="Desk">
        {children}
      </main>
    </>
  );
}
