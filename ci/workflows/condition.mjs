// SPDX-License-Identifier: MIT
// Whether a job may go: its `if`, evaluated by GitHub's own library, of a run of which only some facts are
// known. What rests on any other fact may be so or not, and then the job may go.
const CONTEXTS = ['github', 'env', 'vars', 'job', 'jobs', 'steps', 'runner', 'secrets', 'strategy', 'matrix', 'needs', 'inputs'];

// The function, from the library: @actions/expressions, and its result.js.
export function conditions({ Evaluator, Lexer, Parser, data }, { falsy, truthy }) {
  const UNKNOWN = new data.StringData('unknown');

  class May extends Evaluator {
    visitUnary(unary) { return this.eval(unary.expr) === UNKNOWN ? UNKNOWN : super.visitUnary(unary); }
    visitBinary(binary) {
      return [binary.left, binary.right].some((side) => this.eval(side) === UNKNOWN) ? UNKNOWN : super.visitBinary(binary);
    }
    visitLogical(logical) {
      const decides = logical.operator.lexeme === '&&' ? falsy : truthy, values = logical.args.map((side) => this.eval(side));
      return values.find((value) => value !== UNKNOWN && decides(value)) ?? (values.includes(UNKNOWN) ? UNKNOWN : values.at(-1));
    }
    visitContextAccess(access) { return super.visitContextAccess(access) ?? UNKNOWN; }
    visitIndexAccess(access) {
      const value = this.eval(access.expr) === UNKNOWN ? UNKNOWN : super.visitIndexAccess(access);
      return value instanceof data.Null ? UNKNOWN : value;
    }
    visitFunctionCall(call) {
      return call.args.some((side) => this.eval(side) === UNKNOWN) ? UNKNOWN : super.visitFunctionCall(call);
    }
  }

  const known = (value) => (typeof value === 'object'
    ? new data.Dictionary(...Object.entries(value).map(([key, inner]) => ({ key, value: known(inner) }))) : new data.StringData(value));

  // `github`: the facts. `went`: whether the jobs before it went. A condition without a word on how those
  // ended wants success; an expression with words around it is a text, and a text is true.
  return function mayGo(condition, github, went) {
    const text = String(condition ?? '').trim().replace(/^\$\{\{((?:(?!\}\})[\s\S])*)\}\}$/, '$1').trim();
    const calls = [['success', new data.BooleanData(went)], ['always', new data.BooleanData(true)], ['failure', UNKNOWN], ['cancelled', UNKNOWN], ['hashfiles', UNKNOWN]]
      .map(([name, value]) => ({ name, minArgs: 0, maxArgs: 255, call: () => value }));
    if (!/\b(success|always|failure|cancelled)\s*\(/i.test(text) && !went) return false;
    if (text === '' || text.includes('${{')) return true;
    const tree = new Parser(new Lexer(text).lex().tokens, CONTEXTS, calls).parse();
    const value = new May(tree, new data.Dictionary({ key: 'github', value: known(github) }), new Map(calls.map((call) => [call.name, call]))).evaluate();
    return value === UNKNOWN || truthy(value);
  };
}
