/** Finds messages that no code uses, based on TypeScript's own view of each property of their types. */
import path from 'node:path';
import ts from 'typescript';
import { ROOT } from './message-files.mjs';

/** Returns "i18n/messages/dashboard.ts: title" for each unused message. */
export function unusedMessages() {
  const config = ts.getParsedCommandLineOfConfigFile(
    path.join(ROOT, 'tsconfig.json'),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic() {} },
  );
  const program = ts.createProgram(config.fileNames, { ...config.options, noEmit: true });
  const checker = program.getTypeChecker();
  const TYPES = path.join(ROOT, 'i18n/messages') + path.sep;
  const isMessage = (declaration) => declaration.getSourceFile().fileName.startsWith(TYPES);

  const used = new Set();
  const use = (symbol) => {
    for (const declaration of symbol?.declarations ?? []) if (isMessage(declaration)) used.add(declaration);
  };
  /** Marks every message of a group as used: one is looked up by a value, or all are iterated over. */
  const useAll = (type) => {
    for (const part of type.isUnion() ? type.types : [type]) for (const symbol of part.getProperties()) use(symbol);
  };
  /** For messages that are passed to a call, marks those that the function's own type names; marks all if any key can be looked up. */
  const useNamed = (call) => {
    for (const [i, argument] of call.arguments.entries()) {
      if (checker.getContextualType(argument)?.getStringIndexType()) useAll(checker.getTypeAtLocation(argument));
      const given = checker.getTypeAtLocation(argument);
      if (!given.getProperties().some(({ declarations }) => declarations?.some(isMessage))) continue;
      const parameter = checker.getResolvedSignature(call)?.parameters[i];
      if (!parameter) continue;
      for (const { name, declarations } of checker.getTypeOfSymbolAtLocation(parameter, call).getProperties())
        if (!declarations?.some(isMessage)) use(given.getProperty(name));
    }
  };

  const visit = (node) => {
    if (ts.isPropertyAccessExpression(node)) use(checker.getSymbolAtLocation(node.name));
    else if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
      const name = node.propertyName ?? node.name;
      if (ts.isIdentifier(name)) use(checker.getTypeAtLocation(node.parent).getProperty(name.text));
    } else if (ts.isElementAccessExpression(node)) {
      const type = checker.getTypeAtLocation(node.expression);
      if (ts.isStringLiteralLike(node.argumentExpression)) use(type.getProperty(node.argumentExpression.text));
      else {
        const keys = checker.getTypeAtLocation(node.argumentExpression);
        const names = (keys.isUnion() ? keys.types : [keys]).map((key) => (key.isStringLiteral() ? key.value : null));
        if (names.includes(null)) useAll(type);
        else for (const name of names) use(checker.getPropertyOfType(type, name));
      }
    } else if (ts.isCallExpression(node) && /^Object\.(?:keys|values|entries)$/.test(node.expression.getText()))
      for (const argument of node.arguments) useAll(checker.getTypeAtLocation(argument));
    else if (ts.isCallExpression(node)) useNamed(node);
    ts.forEachChild(node, visit);
  };
  for (const file of program.getSourceFiles())
    if (
      file.fileName.startsWith(ROOT) &&
      !file.fileName.includes('node_modules') &&
      !file.fileName.startsWith(TYPES) &&
      !/^(?:test|dev|bench)\//.test(path.relative(ROOT, file.fileName))
    )
      visit(file);

  const unused = [];
  const collect = (node) => {
    if (ts.isFunctionTypeNode(node)) return;
    if (ts.isPropertySignature(node) && !used.has(node)) {
      const inIndex = path.basename(node.getSourceFile().fileName) === 'index.ts';
      unused.push(`${path.relative(ROOT, node.getSourceFile().fileName)}: ${inIndex ? 'all of ' : ''}${pathOf(node)}`);
      return;
    }
    ts.forEachChild(node, collect);
  };
  for (const file of program.getSourceFiles()) if (file.fileName.startsWith(TYPES)) collect(file);
  return unused;
}

function pathOf(node) {
  const names = [];
  for (let at = node; !ts.isSourceFile(at); at = at.parent)
    if (ts.isPropertySignature(at)) names.unshift(at.name.getText());
  return names.join('.');
}
