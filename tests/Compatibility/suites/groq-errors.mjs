// npm groq-sdk: errors are its own exceptions, streams that break or are left, retries.
import assert from 'node:assert/strict';
import test from 'node:test';
import Groq from 'groq-sdk';
import { endless, said, upstream } from '../lib/upstream.mjs';

const chat = { model: 'llama-3.3-70b-versatile', messages: [{ role: 'user', content: 'Hi' }] };

async function one(settings, options) {
  const at = await upstream('groq', settings);
  return [new Groq({ apiKey: at.apiKey, baseURL: `${at.origin}/groq`, defaultHeaders: at.headers, maxRetries: 0, ...options }), at];
}

async function failure(step) {
  const [client, at] = await one();
  await at.script([], step);
  return client.chat.completions.create(chat).then(() => assert.fail('no error'), error => error);
}

test('400 is BadRequestError', async () => {
  const error = await failure({ status: 400 });
  assert.ok(error instanceof Groq.BadRequestError);
  assert.equal(error.status, 400);
  assert.equal(error.error.error.message, 'Invalid request.');
  assert.match(error.headers.get('x-request-id'), /^req_/);
});

test('401 is AuthenticationError', async () => {
  const error = await failure({ status: 401 });
  assert.ok(error instanceof Groq.AuthenticationError);
  assert.equal(error.error.error.code, 'invalid_api_key');
});

test('403 is PermissionDeniedError', async () => assert.ok(await failure({ status: 403 }) instanceof Groq.PermissionDeniedError));

test('404 is NotFoundError', async () => {
  const error = await failure({ status: 404 });
  assert.ok(error instanceof Groq.NotFoundError);
  assert.equal(error.error.error.code, 'model_not_found');
});

test('422 is UnprocessableEntityError', async () => assert.ok(await failure({ status: 422 }) instanceof Groq.UnprocessableEntityError));

test('429 is RateLimitError', async () => {
  const error = await failure({ status: 429, headers: ['retry-after: 0'] });
  assert.ok(error instanceof Groq.RateLimitError);
  assert.equal(error.error.error.code, 'rate_limit_exceeded');
});

test('500 is InternalServerError', async () => {
  const error = await failure({ status: 500 });
  assert.ok(error instanceof Groq.InternalServerError);
  assert.equal(error.error.error.message, 'Internal Server Error');
});

test('An error is told when a stream was asked for', async () => {
  const [client, at] = await one();
  await at.script([{ status: 404 }]);
  await assert.rejects(client.chat.completions.create({ ...chat, stream: true }), Groq.NotFoundError);
});

test('An error within a stream is an APIError', async () => {
  const [client, at] = await one();
  await at.script([{ stream_error_after: 2 }]);
  let text = '';
  await assert.rejects(async () => {
    for await (const chunk of await client.chat.completions.create({ ...chat, stream: true })) {
      text += chunk.choices[0].delta.content ?? '';
    }
  }, Groq.APIError);
  assert.equal(text, 'word0 word1');
});

test('A stream that breaks off is an error', async () => {
  const [client, at] = await one();
  await at.script([{ cut: { at: 'after_events', count: 3, reset: true } }]);
  await assert.rejects(async () => {
    for await (const _ of await client.chat.completions.create({ ...chat, stream: true }));
  });
});

test('Leaving a stream by its signal ends the call at the provider', async () => {
  const [client, at] = await one();
  await at.script([endless]);
  const leaving = new AbortController();
  const stream = await client.chat.completions.create({ ...chat, stream: true }, { signal: leaving.signal });
  let chunks = 0;
  for await (const _ of stream) {
    if (++chunks === 3) {
      leaving.abort();
    }
  }

  assert.equal(await at.ending(), 'client_left');
});

test('Breaking out of a stream ends the call at the provider', async () => {
  const [client, at] = await one();
  await at.script([endless]);
  for await (const _ of await client.chat.completions.create({ ...chat, stream: true })) {
    break;
  }

  assert.equal(await at.ending(), 'client_left');
});

test('Aborting a call is APIUserAbortError', async () => {
  const [client, at] = await one();
  await at.script([{ silent: true }]);
  const leaving = new AbortController();
  const call = client.chat.completions.create(chat, { signal: leaving.signal });
  const failed = assert.rejects(call, Groq.APIUserAbortError);
  await at.arrival();
  leaving.abort();
  await failed;
  assert.equal(await at.ending(), 'client_left');
});

test('A timeout of the client is APIConnectionTimeoutError', async () => {
  const [client, at] = await one({}, { timeout: 100 });
  await at.script([{ silent: true }]);
  await assert.rejects(client.chat.completions.create(chat), Groq.APIConnectionTimeoutError);
});

test('A rate limit that passes is not seen', async () => {
  const [client, at] = await one({}, { maxRetries: 2 });
  await at.script([{ status: 429, headers: ['retry-after: 0'] }]);
  const answer = await client.chat.completions.create(chat);
  assert.equal(answer.choices[0].message.content, said);
  assert.equal((await at.calls()).length, 2);
});

test('What must not be retried is not retried', async () => {
  const [client, at] = await one({ max_retries: 0 }, { maxRetries: 2 });
  await at.script([], { status: 500, headers: ['x-should-retry: false'] });
  await assert.rejects(client.chat.completions.create(chat), Groq.InternalServerError);
  assert.equal((await at.calls()).length, 1);
});
