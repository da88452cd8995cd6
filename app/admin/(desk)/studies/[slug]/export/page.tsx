import { ButtonLink } from "@/app/_components/button";
import { studyPage } from "@/app/_server/study-page";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import partStyles from "@/app/admin/_desk/desk-parts.module.css";
import tableStyles from "@/app/admin/_desk/desk-tables.module.css";
import { Notice, Panel, Table } from "@/app/admin/_desk/parts";
import { exportColumns } from "@/lib/export/columns";
import { sharingWarnings } from "@/lib/services/export/export-ratings";

/** Every rating of a study, in the format that the reader's program likes. */
export default async function ExportPage({ params }: { params: Promise<{ slug: string }> }) {
  const { facts, staff } = await studyPage((await params).slug);
  const address = (query: string) => `/api/desk/studies/${facts.slug}/export?${query}`;
  const warnings = await sharingWarnings(facts);
  const formats = [
    ["format=csv", "CSV", "For R, Python, SPSS. Without comments: nothing in it can be a formula."],
    ["format=csv-wide", "CSV, wide", "One line a trial, a column for each dimension."],
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
    ...(staff.role === "admin"
      ? [
          [
            "format=csv&external-ids=yes",
            "CSV with external ids",
            "Names people elsewhere (recruitment parameters): only to pay or to delete. Taking it is logged with your name.",
          ] as const,
        ]
      : []),
  ] as const;
  const shared = [
    [
      "format=csv&level=shared",
      "CSV",
      "New random ids, times from the start of the session, nothing that people wrote.",
    ],
    ["format=csv-wide&level=shared", "CSV, wide", "The same, one line a trial."],
    ["format=json&level=shared", "JSON", "The same, with the codebook and its warnings."],
    ["format=codebook&level=shared", "Codebook", "What each shared column means."],
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
      <Panel title="Ratings, private">
        <Formats rows={formats} address={address} />
      </Panel>
      <Panel title="Ratings to share">
        {warnings.map((warning) => (
          <Notice tone="warn" key={warning}>
            {warning}
          </Notice>
        ))}
        <Formats rows={shared} address={address} />
      </Panel>
      <Panel title="Paper bundle">
        <p>
          Data set with codebook (Psych-DS), clips, design audit, plan beside what was done, methods
          paragraph, credits, figures, and scripts for R and Python that compute every number of the
          results page again.
        </p>
        {facts.blind ? (
          <p>Its clips tell the models' names: unblind the study first.</p>
        ) : (
          <p>
            <ButtonLink
              href={`/api/desk/studies/${facts.slug}/bundle`}
              look="secondary"
              className={frameStyles.small ?? ""}
              download
            >
              Bundle (.zip)
            </ButtonLink>{" "}
            It holds what the results page computes: open that page first.
          </p>
        )}
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
              cell: (column) => <span className={tableStyles.mono}>{column.name}</span>,
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

function Formats({
  rows,
  address,
}: {
  rows: readonly (readonly [string, string, string])[];
  address: (query: string) => string;
}) {
  return (
    <ul className={partStyles.choices}>
      {rows.map(([query, name, use]) => (
        <li key={query}>
          <span>
            <ButtonLink
              href={address(query)}
              look="secondary"
              className={frameStyles.small ?? ""}
              download
            >
              {name}
            </ButtonLink>
          </span>
          <span>{use}</span>
        </li>
      ))}
    </ul>
  );
}
