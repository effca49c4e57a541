// npm @google/genai: files by resumable upload, caches.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test from 'node:test';
import { ApiError, GoogleGenAI } from '@google/genai';
import { said, upstream } from '../lib/upstream.mjs';

async function one() {
  const at = await upstream('gemini');
  return [new GoogleGenAI({ apiKey: at.apiKey, apiVersion: 'v1beta', httpOptions: { baseUrl: `${at.origin}/gemini`, headers: at.headers } }), at];
}

const blob = length => new Blob([Buffer.from(Array.from({ length }, (_, i) => i % 253))], { type: 'application/pdf' });
const hash = async of => createHash('sha256').update(Buffer.from(await of.arrayBuffer())).digest('base64');

test('A file is uploaded, got, listed and deleted', async () => {
  const [client] = await one();
  const made = await client.files.upload({ file: blob(5000), config: { displayName: 'a file' } });
  assert.deepEqual([made.displayName, made.mimeType, made.state], ['a file', 'application/pdf', 'ACTIVE']);
  assert.equal(made.sha256Hash, await hash(blob(5000)));
  assert.equal((await client.files.get({ name: made.name })).name, made.name);
  const names = [];
  for await (const file of await client.files.list()) {
    names.push(file.name);
  }

  assert.deepEqual(names, [made.name]);
  await client.files.delete({ name: made.name });
  await assert.rejects(client.files.get({ name: made.name }), error => error instanceof ApiError && error.status === 403);
});

test('A file is uploaded in chunks', async () => {
  const [client, at] = await one();
  const large = blob(9 << 20);
  assert.equal((await client.files.upload({ file: large })).sha256Hash, await hash(large));
  assert.equal((await at.calls()).length, 3);
});

test('An uploaded file is used', async () => {
  const [client] = await one();
  const file = await client.files.upload({ file: blob(100) });
  const contents = [{ role: 'user', parts: [{ fileData: { fileUri: file.uri, mimeType: file.mimeType } }, { text: 'Hi' }] }];
  assert.equal((await client.models.generateContent({ model: 'gemini-2.5-flash', contents })).text, said);
});

test('A cache is made, used, changed, listed and deleted', async () => {
  const [client] = await one();
  const model = 'gemini-2.5-flash';
  const cache = await client.caches.create({ model, config: { contents: 'long', displayName: 'a cache' } });
  const answer = await client.models.generateContent({ model, contents: 'Hi', config: { cachedContent: cache.name } });
  assert.equal(answer.text, said);
  assert.equal((await client.caches.get({ name: cache.name })).displayName, 'a cache');
  assert.equal((await client.caches.update({ name: cache.name, config: { ttl: '60s' } })).name, cache.name);
  const names = [];
  for await (const found of await client.caches.list()) {
    names.push(found.name);
  }

  assert.deepEqual(names, [cache.name]);
  await client.caches.delete({ name: cache.name });
  await assert.rejects(client.caches.get({ name: cache.name }), ApiError);
});
