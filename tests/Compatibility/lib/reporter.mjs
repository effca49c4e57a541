// One JSON object a line for every test, and nothing else on that line: what the tests themselves print can't be taken for it.
export default async function* reporter(source) {
  for await (const { type, data } of source) {
    if ((type === 'test:pass' || type === 'test:fail') && data.nesting === 0) {
      const error = data.details?.error;
      yield `\n${JSON.stringify({
        test: data.name,
        passed: type === 'test:pass',
        ms: Math.round(data.details?.duration_ms ?? 0),
        error: error ? String(error.cause?.stack ?? error.stack ?? error) : null,
      })}\n`;
    }
  }
}
