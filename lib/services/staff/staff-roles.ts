export { STAFF_ROLES, type StaffRole } from "@/db/schema/staff";
