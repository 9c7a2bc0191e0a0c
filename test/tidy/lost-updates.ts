/**
 * Finds updates that can be lost: a shared variable is read, then something is awaited, then the
 * variable is written from what was read before. Whoever wrote it during the wait is overwritten.
 *
 * `gone += await send()` is the short form: the left side is read before the wait. A variable is
 * shared when another function can write it: it is declared outside the function that awaits, or a
 * function inside that one writes it. A property is always shared. Reading the variable again after
 * the wait makes the update safe, for nothing else runs between that read and the write.
 */
import ts from 'typescript';

/** Of a shared variable on one path: `stale` where it was read before the last wait. */
type Reads = ReadonlyMap<string, 'fresh' | 'stale'>;
/** Null: the path has ended, by `return` or `throw`. */
type Path = Reads | null;
type Fault = { readonly line: number; readonly name: string };

/** The faults of one file as `path:line: what is wrong and what to do instead`. */
export function lostUpdates(path: string, text: string): readonly string[] {
  if (!/\bawait\b/.test(text)) return [];
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const faults: Fault[] = [];
  for (const scope of scopesIn(file)) faults.push(...faultsOf(file, scope));
  return faults
    .sort((a, b) => a.line - b.line)
    .map(
      ({ line, name }) =>
        `${path}:${line}: ${name} is read before a wait and written after it; ` +
        'wait first, keep what came in a const, and then read and write it',
    );
}

type Scope = ts.FunctionLikeDeclaration | ts.SourceFile;

function isScope(node: ts.Node): node is Scope {
  return ts.isFunctionLike(node) && 'body' in node;
}

function scopesIn(file: ts.SourceFile): readonly Scope[] {
  const found: Scope[] = [file];
  const visit = (node: ts.Node): void => {
    if (isScope(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return found;
}

/** Everything in a function that is not in another function inside it. */
function eachOwn(scope: Scope, see: (node: ts.Node) => void): void {
  const visit = (node: ts.Node): void => {
    see(node);
    if (!isScope(node)) ts.forEachChild(node, visit);
  };
  ts.forEachChild(scope, visit);
}

function faultsOf(file: ts.SourceFile, scope: Scope): readonly Fault[] {
  const written = namesWrittenBy(scope);
  if (written.size === 0) return [];
  const declared = new Set<string>();
  const inner: Scope[] = [];
  eachOwn(scope, (node) => {
    if (ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node)) {
      if (ts.isIdentifier(node.name)) declared.add(node.name.text);
    }
    if (isScope(node)) inner.push(node);
  });
  const writtenInside = new Set(inner.flatMap((nested) => [...namesWrittenIn(nested)]));
  const isShared = (name: string) => !declared.has(name) || writtenInside.has(name);
  const faults: Fault[] = [];
  const report = (node: ts.Node, name: string) => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
    faults.push({ line: line + 1, name });
  };
  const body = ts.isSourceFile(scope) ? scope : scope.body;
  if (body !== undefined) {
    const walk = createWalk({ isWatched: (name) => written.has(name) && isShared(name), report });
    walk(body, new Map());
  }
  return faults;
}

function namesWrittenBy(scope: Scope): ReadonlySet<string> {
  const names = new Set<string>();
  eachOwn(scope, (node) => {
    if (ts.isBinaryExpression(node) && isAssignment(node)) names.add(node.left.getText());
  });
  return names;
}

function namesWrittenIn(scope: Scope): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && isAssignment(node)) names.add(node.left.getText());
    if (isStep(node)) names.add(node.operand.getText());
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(scope, visit);
  return names;
}

function isStep(node: ts.Node): node is ts.PrefixUnaryExpression | ts.PostfixUnaryExpression {
  if (!ts.isPrefixUnaryExpression(node) && !ts.isPostfixUnaryExpression(node)) return false;
  return (
    node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken
  );
}

function isAssignment({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

type Watch = {
  readonly isWatched: (name: string) => boolean;
  readonly report: (node: ts.Node, name: string) => void;
};

type Walk = (node: ts.Node, path: Path) => Path;

/** Goes through a function in the order in which it is run; loops are gone through once. */
function createWalk({ isWatched, report }: Watch): Walk {
  const children: Walk = (node, path) => {
    let end = path;
    ts.forEachChild(node, (child) => {
      end = walk(child, end);
    });
    return end;
  };
  const assign = (node: ts.BinaryExpression, path: Path): Path => {
    const name = node.left.getText();
    const isPlain = node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    const isName = ts.isIdentifier(node.left);
    if (isName ? !isWatched(name) : !isMember(node.left)) return children(node, path);
    // Of a property only one expression is looked at: its object may be another one by then.
    const before = isName ? path : without(path, name);
    const read = isPlain ? before : withRead(before, name);
    const end = walk(node.right, read);
    if (end?.get(name) === 'stale') report(node, name);
    return without(end, name);
  };
  const choose = (condition: ts.Node, branches: readonly (ts.Node | undefined)[]) => (path: Path) =>
    branches.reduce<{ from: Path; ends: Path }>(
      ({ from, ends }, branch) => ({
        from,
        ends: merged(ends, branch === undefined ? from : walk(branch, from)),
      }),
      { from: walk(condition, path), ends: null },
    ).ends;
  const walk: Walk = (node, path) => {
    if (path === null || isScope(node) || ts.isTypeNode(node)) return path;
    if (ts.isIfStatement(node)) {
      return choose(node.expression, [node.thenStatement, node.elseStatement])(path);
    }
    if (ts.isConditionalExpression(node)) {
      return choose(node.condition, [node.whenTrue, node.whenFalse])(path);
    }
    if (ts.isCaseClause(node) || ts.isDefaultClause(node))
      return merged(path, children(node, path));
    if (ts.isIterationStatement(node, false)) return merged(path, loop(node, path));
    if (ts.isBinaryExpression(node)) {
      if (isAssignment(node)) return assign(node, path);
      if (isLogical(node)) return choose(node.left, [node.right, undefined])(path);
    }
    if (ts.isTryStatement(node)) return tried(node, path);
    // What is only waited for gives no value from before the wait.
    if (ts.isAwaitExpression(node) && ts.isIdentifier(node.expression)) return afterWait(path);
    if (isWatchedRead(node)) return withRead(path, node.getText());
    const end = children(node, path);
    if (ts.isReturnStatement(node) || ts.isThrowStatement(node)) return null;
    return ts.isAwaitExpression(node) || ts.isYieldExpression(node) ? afterWait(end) : end;
  };
  const loop: Walk = (node, path) => {
    const isAwaiting = ts.isForOfStatement(node) && node.awaitModifier !== undefined;
    return children(node, isAwaiting ? afterWait(path) : path);
  };
  const tried = (node: ts.TryStatement, path: Path): Path => {
    const end = walk(node.tryBlock, path);
    const caught =
      node.catchClause === undefined ? null : walk(node.catchClause, merged(path, end));
    const over = merged(end, caught);
    return node.finallyBlock === undefined ? over : walk(node.finallyBlock, over);
  };
  const isWatchedRead = (node: ts.Node): boolean =>
    ((ts.isIdentifier(node) && !isName(node)) || isMember(node)) && isWatched(node.getText());
  return walk;
}

function isMember(node: ts.Node): boolean {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}

/** The name of a property or of what is declared is not read. */
function isName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  return (
    (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) && parent.name === node
  );
}

function isLogical({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return (
    kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.QuestionQuestionToken
  );
}

function withRead(path: Path, name: string): Path {
  return path === null ? null : new Map([...path, [name, 'fresh']]);
}

function without(path: Path, name: string): Path {
  return path === null ? null : new Map([...path].filter(([known]) => known !== name));
}

function afterWait(path: Path): Path {
  return path === null ? null : new Map([...path.keys()].map((name) => [name, 'stale']));
}

function merged(one: Path, other: Path): Path {
  if (one === null || other === null) return one ?? other;
  const stale = [...one, ...other].filter(([, read]) => read === 'stale');
  return new Map([...one, ...other, ...stale]);
}
