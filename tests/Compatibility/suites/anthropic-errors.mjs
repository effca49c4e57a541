// npm @anthropic-ai/sdk: errors are its own exceptions, streams that break or are left, retries.
import assert from 'node:assert/strict';
import test from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import { endless, said, upstream } from '../lib/upstream.mjs';

const ask = { model: 'claude-sonnet-4-5', max_tokens: 100, messages: [{ role: 'user', content: 'Hi' }] };

async function one(settings, options) {
  const at = await upstream('anthropic', settings);
  return [new Anthropic({ apiKey: at.apiKey, baseURL: `${at.origin}/anthropic`, defaultHeaders: at.headers, maxRetries: 0, ...options }), at];
}

async function failure(step) {
  const [client, at] = await one();
  await at.script([], step);
  return client.messages.create(ask).then(() => assert.fail('no error'), error => error);
}

test('400 is BadRequestError', async () => {
  const error = await failure({ status: 400 });
  assert.ok(error instanceof Anthropic.BadRequestError);
  assert.equal(error.error.error.message, 'Invalid request.');
  assert.equal(error.type, 'invalid_request_error');
  assert.match(error.requestID, /^req_/);
});

test('401 is AuthenticationError', async () => {
  const error = await failure({ status: 401 });
  assert.ok(error instanceof Anthropic.AuthenticationError);
  assert.equal(error.type, 'authentication_error');
});

test('403 is PermissionDeniedError', async () => assert.ok(await failure({ status: 403 }) instanceof Anthropic.PermissionDeniedError));

test('404 is NotFoundError', async () => {
  const error = await failure({ status: 404 });
  assert.ok(error instanceof Anthropic.NotFoundError);
  assert.equal(error.type, 'not_found_error');
});

test('429 is RateLimitError', async () => {
  const error = await failure({ status: 429, headers: ['retry-after: 0'] });
  assert.ok(error instanceof Anthropic.RateLimitError);
  assert.equal(error.type, 'rate_limit_error');
  assert.match(error.requestID, /^req_/);
});

test('500 is InternalServerError', async () => {
  const error = await failure({ status: 500 });
  assert.ok(error instanceof Anthropic.InternalServerError);
  assert.equal(error.type, 'api_error');
});

test('529 is InternalServerError with its own type', async () => {
  const error = await failure({ status: 529 });
  assert.ok(error instanceof Anthropic.InternalServerError);
  assert.deepEqual([error.status, error.type], [529, 'overloaded_error']);
});

test('An error within a stream is an APIError', async () => {
  const [client, at] = await one();
  await at.script([{ stream_error_after: 2 }]);
  let text = '';
  await assert.rejects(async () => {
    for await (const event of await client.messages.create({ ...ask, stream: true })) {
      text += event.type === 'content_block_delta' ? event.delta.text : '';
    }
  }, Anthropic.APIError);
  assert.equal(text, 'word0 word1');
});

test('A stream that breaks off is an error', async () => {
  const [client, at] = await one();
  await at.script([{ cut: { at: 'after_events', count: 4, reset: true } }]);
  await assert.rejects(client.messages.stream(ask).finalMessage());
});

test('Leaving a stream by its signal ends the call at the provider', async () => {
  const [client, at] = await one();
  await at.script([endless]);
  const leaving = new AbortController();
  for await (const event of await client.messages.create({ ...ask, stream: true }, { signal: leaving.signal })) {
    if (event.type === 'content_block_delta') {
      leaving.abort();
    }
  }

  assert.equal(await at.ending(), 'client_left');
});

test('Aborting the stream helper is APIUserAbortError', async () => {
  const [client, at] = await one();
  await at.script([endless]);
  const stream = client.messages.stream(ask);
  stream.on('text', () => stream.abort());
  await assert.rejects(stream.finalMessage(), Anthropic.APIUserAbortError);
  assert.equal(await at.ending(), 'client_left');
});

test('Aborting a call is APIUserAbortError', async () => {
  const [client, at] = await one();
  await at.script([{ silent: true }]);
  const leaving = new AbortController();
  const failed = assert.rejects(client.messages.create(ask, { signal: leaving.signal }), Anthropic.APIUserAbortError);
  await at.arrival();
  leaving.abort();
  await failed;
  assert.equal(await at.ending(), 'client_left');
});

test('An overload that passes is not seen', async () => {
  const [client, at] = await one({}, { maxRetries: 2 });
  await at.script([{ status: 529, headers: ['retry-after: 0'] }]);
  assert.equal((await client.messages.create(ask)).content[0].text, said);
  assert.equal((await at.calls()).length, 2);
});

test('What must not be retried is not retried', async () => {
  const [client, at] = await one({ max_retries: 0 }, { maxRetries: 2 });
  await at.script([], { status: 500, headers: ['x-should-retry: false'] });
  await assert.rejects(client.messages.create(ask), Anthropic.InternalServerError);
  assert.equal((await at.calls()).length, 1);
});
