import { type AbstractIntlMessages, NextIntlClientProvider } from "next-intl";
import { getLocale, getMessages } from "next-intl/server";
import type { ReactNode } from "react";

interface Props {
  /** Top-level keys of the message files that the client parts below read. */
  namespaces: readonly string[];
  /** Another language than the request's. */
  language?: string;
  children: ReactNode;
}

/** Gives client components below it the messages they read, and no others. */
export async function ClientMessages({ namespaces, language, children }: Props) {
  const locale = language ?? (await getLocale());
  const all: AbstractIntlMessages = await getMessages({ locale });
  const wanted = Object.entries(all).filter(([name]) => namespaces.includes(name));
  return (
    <NextIntlClientProvider locale={locale} messages={Object.fromEntries(wanted)} timeZone="UTC">
      {children}
    </NextIntlClientProvider>
  );
}
