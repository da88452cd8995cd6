import { ButtonLink } from "@/app/_components/button";
import { studyPage } from "@/app/_server/study-page";
import styles from "@/app/admin/_desk/desk-styles";
import { Notice, Panel, Table } from "@/app/admin/_desk/parts";
import { exportColumns } from "@/lib/export/columns";

/** Every rating of a study, in the format that the reader's program likes. */
export default async function ExportPage({ params }: { params: Promise<{ slug: string }> }) {
  const { facts } = await studyPage((await params).slug);
  const address = (query: string) => `/api/desk/studies/${facts.slug}/export?${query}`;
  const formats = [
    ["format=csv", "CSV", "For R, Python, SPSS. Without comments: nothing in it can be a formula."],
    [
      "format=csv&free-text=yes",
      "CSV with comments",
      "For R and Python. What people wrote stands unchanged; don't open it in a spreadsheet.",
    ],
    [
      "format=xlsx",
      "Workbook (.xlsx)",
      "For Excel and LibreOffice. Comments included, as typed text that is never run.",
    ],
    ["format=json", "JSON", "Everything, with the codebook."],
    ["format=codebook", "Codebook", "What each column means."],
  ] as const;
  return (
    <>
      {facts.blind ? (
        <Notice>
          This study is blind: exports say Model A, B, C. Unblind it to export the models' names.
        </Notice>
      ) : null}
      {facts.mode === "live" ? null : (
        <Notice tone="warn">These sessions are marked {facts.mode}: they are not data.</Notice>
      )}
      <Panel title="Ratings">
        <Table
          caption="Formats"
          rows={formats}
          rowKey={([query]) => query}
          columns={[
            {
              key: "get",
              head: "Format",
              cell: ([query, name]) => (
                <ButtonLink
                  href={address(query)}
                  look="secondary"
                  className={styles.small ?? ""}
                  download
                >
                  {name}
                </ButtonLink>
              ),
            },
            { key: "for", head: "For", cell: ([, , use]) => use },
          ]}
        />
      </Panel>
      <Panel title="Columns">
        <Table
          caption="Columns of the ratings table"
          rows={exportColumns({ factors: [], freeText: true })}
          rowKey={(column) => column.name}
          columns={[
            {
              key: "name",
              head: "Column",
              cell: (column) => <span className={styles.mono}>{column.name}</span>,
            },
            { key: "type", head: "Type", cell: (column) => column.type },
            {
              key: "description",
              head: "Meaning",
              cell: (column) => column.description + (column.unit ? ` (${column.unit})` : ""),
            },
          ]}
        />
      </Panel>
    </>
  );
}
