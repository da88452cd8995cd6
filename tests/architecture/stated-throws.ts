import { type Comment, type Node, Visitor } from "oxc-parser";
import { lineAt, type SourceFile } from "./source-tree";

interface Declared {
  name: string;
  node: Node;
  /** Where the statement begins, under its comment; null where it is not exported. */
  exportedAt: number | null;
}

/**
 * Exported functions that throw, themselves or through a function of their file that they call, and
 * whose comment does not say so (`@throws …`).
 */
export function unstatedThrows(file: SourceFile): string[] {
  const declared = topLevelFunctions(file);
  const byName = new Map(declared.map((one) => [one.name, one]));
  const own = new Map(declared.map((one) => [one.name, bodyFacts(one.node)]));
  const throwing = ({ name }: Declared) => {
    const { throws, calls } = own.get(name)!;
    return throws || calls.some((called) => byName.has(called) && own.get(called)!.throws);
  };
  return declared
    .filter((one) => one.exportedAt !== null && throwing(one))
    .filter(({ exportedAt }) => !/@throws/.test(commentAbove(file, exportedAt!)))
    .map(({ name, node }) => `${file.path}:${lineAt(file.text, node.start)}: ${name}`);
}

function topLevelFunctions({ parsed }: SourceFile): Declared[] {
  return parsed.program.body.flatMap((statement): Declared[] => {
    const exported = statement.type === "ExportNamedDeclaration";
    const inner = exported ? statement.declaration : statement;
    const exportedAt = exported ? statement.start : null;
    if (inner?.type === "FunctionDeclaration" && inner.id && inner.body)
      return [{ name: inner.id.name, node: inner, exportedAt }];
    if (inner?.type !== "VariableDeclaration") return [];
    return inner.declarations.flatMap(({ id, init }) =>
      id.type === "Identifier" && init?.type === "ArrowFunctionExpression"
        ? [{ name: id.name, node: init, exportedAt }]
        : [],
    );
  });
}

/**
 * What a function throws and calls while it runs. An error that a catch keeps or passes on is left
 * out, and so are functions that run later: async ones inside, and those that it returns.
 */
function bodyFacts(node: Node): { throws: boolean; calls: string[] } {
  const facts = { throws: false, calls: [] as string[] };
  const later = new Set<object>();
  let depth = 0;
  const enter = (part: object) => {
    if (later.has(part)) depth += 1;
  };
  const leave = (part: object) => {
    if (later.has(part)) depth -= 1;
  };
  const enterFunction = (inner: Closure) => {
    if (inner.async && inner.start !== node.start) later.add(inner);
    if (inner.body?.type === "ArrowFunctionExpression") later.add(inner.body);
    enter(inner);
  };
  new Visitor({
    BlockStatement: enter,
    "BlockStatement:exit": leave,
    TryStatement: ({ block, handler }) => void (handler && later.add(block)),
    ReturnStatement: ({ argument }) => {
      for (const part of handedOut(argument)) later.add(part);
    },
    ArrowFunctionExpression: enterFunction,
    "ArrowFunctionExpression:exit": leave,
    FunctionExpression: enterFunction,
    "FunctionExpression:exit": leave,
    ThrowStatement: ({ argument }) => {
      if (depth === 0 && argument.type === "NewExpression") facts.throws = true;
    },
    CallExpression: ({ callee }) => {
      if (depth === 0 && callee.type === "Identifier") facts.calls.push(callee.name);
    },
  }).visit({ type: "Program", body: [node], sourceType: "module" } as never);
  return facts;
}

type Closure = { async: boolean; start: number; body: Node | null };

/** The functions that a return gives away, alone or in an object. */
function handedOut(argument: Node | null): Node[] {
  if (argument?.type !== "ObjectExpression") return argument ? [argument] : [];
  return argument.properties.flatMap((one) => (one.type === "Property" ? [one.value] : []));
}

function commentAbove({ text, parsed }: SourceFile, at: number): string {
  const before = (comment: Comment) =>
    comment.end <= at && text.slice(comment.end, at).trim() === "";
  return parsed.comments.find(before)?.value ?? "";
}
