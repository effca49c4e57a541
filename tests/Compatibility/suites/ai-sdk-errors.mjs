// npm ai: errors are its own exceptions, streams that are left, retries.
import assert from 'node:assert/strict';
import test from 'node:test';
import { APICallError, RetryError, generateText, streamText } from 'ai';
import { models } from '../lib/ai-sdk.mjs';
import { each } from '../lib/each.mjs';
import { endless, said } from '../lib/upstream.mjs';

const retryNow = ['retry-after-ms: 10', 'retry-after: 0'];

async function failure(make, step) {
  const [model, at] = await make();
  await at.script([], step);
  return generateText({ model, prompt: 'Hi', maxRetries: 0 }).then(() => assert.fail('no error'), error => error);
}

test('400, 401, 404 and 500 are an APICallError with its status', () => each(models, async make => {
  for (const status of [400, 401, 404, 500]) {
    const error = await failure(make, { status });
    assert.ok(APICallError.isInstance(error));
    assert.deepEqual([error.statusCode, error.isRetryable], [status, status === 500]);
  }
}));

test('The text of a 400 is that of the provider', () => each(models, async make => {
  assert.match((await failure(make, { status: 400 })).message, /Invalid request\.|The request failed\./);
}));

test('429 is a retryable APICallError', () => each(models, async make => {
  const error = await failure(make, { status: 429, headers: retryNow });
  assert.ok(APICallError.isInstance(error));
  assert.deepEqual([error.statusCode, error.isRetryable], [429, true]);
}));

test('A rate limit that passes is not seen', () => each(models, async make => {
  const [model, at] = await make();
  await at.script([{ status: 429, headers: retryNow }]);
  assert.equal((await generateText({ model, prompt: 'Hi', maxRetries: 2 })).text, said);
  assert.equal((await at.calls()).length, 2);
}));

test('What fails again and again is a RetryError', () => each(models, async make => {
  const [model, at] = await make({ max_retries: 0 });
  await at.script([], { status: 500, headers: retryNow });
  await assert.rejects(generateText({ model, prompt: 'Hi', maxRetries: 1 }), error => RetryError.isInstance(error) && error.errors.length === 2);
}));

test('Leaving a stream by its signal ends the call at the provider', () => each(models, async make => {
  const [model, at] = await make();
  await at.script([endless]);
  const leaving = new AbortController();
  let aborted = false;
  const result = streamText({ model, prompt: 'Hi', abortSignal: leaving.signal, onAbort: () => { aborted = true; } });
  for await (const _ of result.textStream) {
    leaving.abort();
  }

  assert.ok(aborted);
  assert.equal(await at.ending(), 'client_left');
}));

test('Aborting a call is an AbortError', () => each(models, async make => {
  const [model, at] = await make();
  await at.script([{ silent: true }]);
  const leaving = new AbortController();
  const failed = assert.rejects(generateText({ model, prompt: 'Hi', abortSignal: leaving.signal }), { name: 'AbortError' });
  await at.arrival();
  leaving.abort();
  await failed;
  assert.equal(await at.ending(), 'client_left');
}));
