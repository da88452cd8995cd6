import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ClientMessages } from "@/app/_components/client-messages";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";

/** The desk stays out of search engines. */
export const metadata: Metadata = {
  title: { default: "Desk", template: "%s · Desk" },
  robots: { index: false },
};

/** The frame of every page of the desk, signed in or not. */
export default function AdminLayout({ children }: { children: ReactNode }) {
  return (
    <div className={frameStyles.desk}>
      <ClientMessages namespaces={["error", "desk"]}>{children}</ClientMessages>
    </div>
  );
}
