import Link from "next/link";
import { Empty, Panel } from "@/app/admin/_desk/parts";

/** What a page of the desk shows when the study, set, clip, session or job is not there. */
export default function NotAtTheDesk() {
  return (
    <Panel>
      <Empty title="Nothing is here">
        It was deleted, or the address is not complete. <Link href="/admin">All studies</Link>,{" "}
        <Link href="/admin/sets">all stimulus sets</Link>.
      </Empty>
    </Panel>
  );
}
