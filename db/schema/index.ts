export * from "@/db/schema/counted";
export * from "@/db/schema/jobs";
export * from "@/db/schema/sessions";
export * from "@/db/schema/staff";
export * from "@/db/schema/stimuli";
export * from "@/db/schema/studies";
export * from "@/db/schema/trials";
