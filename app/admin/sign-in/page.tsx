import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { currentStaff } from "@/app/_server/staff";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import { SignInForm } from "@/app/admin/sign-in/sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

/** Where staff sign in; nobody can make an account here. */
export default async function SignInPage() {
  if (await currentStaff()) redirect("/admin");
  return (
    <main className={frameStyles.narrow}>
      <h1>Sign in to the desk</h1>
      <p className={frameStyles.lead}>
        For the people who run the study. Accounts are made by invitation.
      </p>
      <div className={frameStyles.panel}>
        <SignInForm />
      </div>
    </main>
  );
}
