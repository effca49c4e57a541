// npm @google/genai: errors are its own exception, streams that break or are left, retries.
import assert from 'node:assert/strict';
import test from 'node:test';
import { ApiError, GoogleGenAI } from '@google/genai';
import { endless, said, upstream } from '../lib/upstream.mjs';

const ask = { model: 'gemini-2.5-flash', contents: 'Hi' };

async function one(settings, httpOptions) {
  const at = await upstream('gemini', settings);
  return [new GoogleGenAI({ apiKey: at.apiKey, httpOptions: { baseUrl: `${at.origin}/gemini`, headers: at.headers, ...httpOptions } }), at];
}

async function failure(step) {
  const [client, at] = await one();
  await at.script([], step);
  const error = await client.models.generateContent(ask).then(() => assert.fail('no error'), error => error);
  assert.ok(error instanceof ApiError);
  return [error.status, JSON.parse(error.message).error];
}

test('400 is an ApiError', async () => {
  const [status, error] = await failure({ status: 400 });
  assert.deepEqual([status, error.status, error.message], [400, 'INVALID_ARGUMENT', 'The request failed.']);
});

test('A bad key is an ApiError with its reason', async () => {
  const [status, error] = await failure({ error: 'invalid_key' });
  assert.deepEqual([status, error.details[0].reason], [400, 'API_KEY_INVALID']);
});

test('403 is an ApiError', async () => assert.equal((await failure({ status: 403 }))[0], 403));

test('404 is an ApiError', async () => assert.equal((await failure({ status: 404 }))[1].status, 'NOT_FOUND'));

test('429 is an ApiError with the delay', async () => {
  const [status, error] = await failure({ status: 429, retry_delay: '0.01s' });
  assert.deepEqual([status, error.status, error.details[0].retryDelay], [429, 'RESOURCE_EXHAUSTED', '0.01s']);
});

test('500 is an ApiError', async () => assert.equal((await failure({ status: 500 }))[1].status, 'INTERNAL'));

test('An error within a stream is an ApiError', async () => {
  const [client, at] = await one();
  await at.script([{ stream_error_after: 2 }]);
  let text = '';
  await assert.rejects(async () => {
    for await (const chunk of await client.models.generateContentStream(ask)) {
      text += chunk.text;
    }
  }, ApiError);
  assert.equal(text, 'word0 word1');
});

test('A stream that breaks off is an error', async () => {
  const [client, at] = await one();
  await at.script([{ cut: { at: 'after_events', count: 3, reset: true } }]);
  await assert.rejects(async () => {
    for await (const _ of await client.models.generateContentStream(ask));
  });
});

test('Leaving a stream by its signal ends the call at the provider', async () => {
  const [client, at] = await one();
  await at.script([endless]);
  const leaving = new AbortController();
  await assert.rejects(async () => {
    for await (const _ of await client.models.generateContentStream({ ...ask, config: { abortSignal: leaving.signal } })) {
      leaving.abort();
    }
  }, { name: 'AbortError' });
  assert.equal(await at.ending(), 'client_left');
});

test('Aborting a call ends it at the provider', async () => {
  const [client, at] = await one();
  await at.script([{ silent: true }]);
  const leaving = new AbortController();
  const failed = assert.rejects(client.models.generateContent({ ...ask, config: { abortSignal: leaving.signal } }), /abort/i);
  await at.arrival();
  leaving.abort();
  await failed;
  assert.equal(await at.ending(), 'client_left');
});

test('A rate limit that passes is not seen', async () => {
  const [client, at] = await one({}, { retryOptions: { attempts: 3, initialDelay: 0.01 } });
  await at.script([{ status: 429, retry_delay: '0.01s' }]);
  assert.equal((await client.models.generateContent(ask)).text, said);
  assert.equal((await at.calls()).length, 2);
});
