export { codeVersion } from "@/lib/generation/code-version";
