import type { Metadata } from "next";
import { ClientMessages } from "@/app/_components/client-messages";
import { contactOf } from "@/app/_server/participant-page";
import { WithdrawByLink } from "@/app/(study)/_links/withdraw";

export const metadata: Metadata = { robots: { index: false } };

/** Withdrawal, during the study or after it: by private link or for this browser's session. */
export default async function WithdrawPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  return (
    <ClientMessages namespaces={["study"]}>
      <WithdrawByLink slug={slug} contact={await contactOf(slug)} />
    </ClientMessages>
  );
}
