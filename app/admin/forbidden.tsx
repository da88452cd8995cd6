import Link from "next/link";
import styles from "@/app/admin/_desk/desk-styles";

/** What a researcher gets at an admin's page. */
export default function Forbidden() {
  return (
    <main className={styles.narrow}>
      <h1>Admins only</h1>
      <p className={styles.lead}>
        Your account may read and export. Ask an admin to do this, or to change your role.
      </p>
      <p>
        <Link href="/admin">Back to the studies</Link>
      </p>
    </main>
  );
}
