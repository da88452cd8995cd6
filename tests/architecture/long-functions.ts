import { Visitor } from "oxc-parser";
import { lineAt, type SourceFile } from "./source-tree";

/** The longest that a function may be, in lines from its head to its end. */
export const FUNCTION_LIMIT = 60;

/** Functions over the limit, each with its place and its length. */
export function longFunctions({ path, text, parsed }: SourceFile): string[] {
  const long: string[] = [];
  const look = (node: { start: number; end: number }) => {
    const lines = text.slice(node.start, node.end).split("\n").length;
    if (lines > FUNCTION_LIMIT) long.push(`${path}:${lineAt(text, node.start)}: ${lines} lines`);
  };
  new Visitor({
    FunctionDeclaration: look,
    FunctionExpression: look,
    ArrowFunctionExpression: look,
  }).visit(parsed.program);
  return long;
}
