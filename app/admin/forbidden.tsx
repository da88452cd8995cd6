import Link from "next/link";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";

/** What a researcher gets at an admin's page. */
export default function Forbidden() {
  return (
    <main className={frameStyles.narrow}>
      <h1>Admins only</h1>
      <p className={frameStyles.lead}>
        Your account may read and export. Ask an admin to do this, or to change your role.
      </p>
      <p>
        <Link href="/admin">Back to the studies</Link>
      </p>
    </main>
  );
}
