import type { Metadata } from "next";
import { ClientMessages } from "@/app/_components/client-messages";
import { ResumeByLink } from "@/app/(study)/_links/resume";

export const metadata: Metadata = { robots: { index: false } };

/** The private link: goes on with a session in this browser. */
export default async function ResumePage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  return (
    <ClientMessages namespaces={["study"]}>
      <ResumeByLink slug={slug} />
    </ClientMessages>
  );
}
