import { databaseUrl } from "@/db/url";
import { migrateDatabase } from "@/db/migrate";
const url = await databaseUrl();
console.time("m"); await Promise.all([migrateDatabase(url), migrateDatabase(url), migrateDatabase(url)]); console.timeEnd("m"); 
