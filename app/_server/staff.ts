import "server-only";
import { headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import { staffAuth } from "@/lib/services/staff/staff-auth";
import type { StaffRole } from "@/lib/services/staff/staff-roles";

/** A signed-in member of staff. */
export interface StaffMember {
  id: string;
  name: string;
  email: string;
  role: StaffRole;
  /** The sign-in of this browser. */
  signInId: string;
  /** A sign-in asks for a code besides the password. */
  secondFactor: boolean;
}

/** Who is signed in with these headers' cookie, or null. */
export async function staffOf(requestHeaders: Headers): Promise<StaffMember | null> {
  const auth = await staffAuth();
  const found = await auth.api.getSession({ headers: requestHeaders });
  if (!found || found.user.banned) return null;
  const { id, name, email, role } = found.user;
  return {
    id,
    name,
    email,
    role: role === "admin" ? "admin" : "researcher",
    signInId: found.session.id,
    secondFactor: found.user.twoFactorEnabled ?? false,
  };
}

/** Who looks at this page, or null. */
export const currentStaff = cache(
  async (): Promise<StaffMember | null> => staffOf(await headers()),
);

/** The signed-in member of staff; anyone else is led to the sign-in page. */
export async function requireStaff(): Promise<StaffMember> {
  const staff = await currentStaff();
  if (!staff) redirect("/admin/sign-in");
  return staff;
}

/** The signed-in admin; a researcher gets the 403 page. */
export async function requireAdmin(): Promise<StaffMember> {
  const staff = await requireStaff();
  if (staff.role !== "admin") forbidden();
  return staff;
}
