import type { Metadata, Viewport } from "next";
import { connection } from "next/server";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ClientMessages } from "@/app/_components/client-messages";
import { inter } from "@/app/fonts";
import { direction } from "@/i18n/languages";
import "@/app/globals.css";

/** Title of every page that sets none of its own. */
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("site");
  return { title: { default: t("name"), template: `%s · ${t("name")}` } };
}

/** Lets a page use the whole screen of a phone and be zoomed without limit. */
export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f6f6f3" },
    { media: "(prefers-color-scheme: dark)", color: "#121518" },
  ],
};

/** The frame of every page: language, direction and typeface. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  // The security policy's nonce is new for each request, so no page is built ahead of time.
  await connection();
  const language = await getLocale();
  return (
    <html lang={language} dir={direction(language)} className={inter.variable}>
      <body>
        <ClientMessages namespaces={["error"]}>{children}</ClientMessages>
      </body>
    </html>
  );
}
