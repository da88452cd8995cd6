import { ButtonLink } from "@/app/_components/button";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import { SmallAct } from "@/app/admin/_desk/small-act";
import type { SetDetail } from "@/lib/services/set/set-detail";

/** What an admin can do with a set. */
export function SetActs({ set }: { set: SetDetail }) {
  const action = `/api/desk/sets/${set.id}/status`;
  return (
    <>
      {set.status === "draft" ? (
        <SmallAct
          action={action}
          fixed={{ change: "publish" }}
          submit="Publish"
          look="primary"
          ask={[
            "Publish this set?",
            "Studies can use it from now on. It never changes again and can't be deleted, only archived.",
          ]}
        />
      ) : null}
      {set.preset === "from-files" ? null : (
        <ButtonLink
          href={`/admin/sets/new?parent=${set.id}`}
          look="secondary"
          className={frameStyles.small ?? ""}
        >
          Regenerate
        </ButtonLink>
      )}
      {set.status === "published" ? (
        <ButtonLink
          href={`/admin/studies/new?set=${set.id}`}
          look="secondary"
          className={frameStyles.small ?? ""}
        >
          New study with it
        </ButtonLink>
      ) : null}
      {set.status === "archived" ? (
        <SmallAct action={action} fixed={{ change: "unarchive" }} submit="Show again" />
      ) : (
        <SmallAct
          action={action}
          fixed={{ change: "archive" }}
          submit="Archive"
          ask={[
            "Archive this set?",
            "It leaves the list. Studies that use it go on, and you can show it again.",
          ]}
        />
      )}
      {set.publishedAt === null && set.studies.length === 0 ? (
        <SmallAct
          action={action}
          fixed={{ change: "delete" }}
          submit="Delete"
          look="danger"
          ask={["Delete this draft?", "All its clips go for good. This cannot be undone."]}
        />
      ) : null}
    </>
  );
}
