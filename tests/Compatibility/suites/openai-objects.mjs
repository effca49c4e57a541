// npm openai: files, uploads, batches, vector stores.
import assert from 'node:assert/strict';
import test from 'node:test';
import OpenAI, { toFile } from 'openai';
import { upstream } from '../lib/upstream.mjs';

// Every byte there is, with what could be taken for the end of a part.
const bytes = Buffer.concat([Buffer.from(Array.from({ length: 4096 }, (_, i) => i % 256)), Buffer.from('\r\n--x\r\n')]);
const line = JSON.stringify({ custom_id: 'a', method: 'POST', url: '/v1/chat/completions', body: { model: 'gpt-4o' } });

async function one(settings) {
  const at = await upstream('openai', settings);
  return [new OpenAI({ apiKey: at.apiKey, baseURL: `${at.origin}/openai/v1`, defaultHeaders: at.headers, maxRetries: 0 }), at];
}

test('A file is uploaded, got, listed and deleted', async () => {
  const [client] = await one();
  const made = await client.files.create({ file: await toFile(bytes, 'all bytes.bin'), purpose: 'user_data' });
  assert.deepEqual([made.bytes, made.filename, made.purpose], [bytes.length, 'all bytes.bin', 'user_data']);
  assert.equal((await client.files.retrieve(made.id)).id, made.id);
  assert.deepEqual((await client.files.list()).data.map(f => f.id), [made.id]);
  assert.equal((await client.files.delete(made.id)).deleted, true);
  await assert.rejects(client.files.retrieve(made.id), OpenAI.NotFoundError);
});

test('The bytes of a file come back as they were', async () => {
  const [client] = await one();
  const made = await client.files.create({ file: await toFile(bytes, 'a.bin'), purpose: 'user_data' });
  const content = await client.files.content(made.id);
  assert.ok(bytes.equals(Buffer.from(await content.arrayBuffer())));
});

test('A large file is uploaded', async () => {
  const [client] = await one();
  const large = Buffer.alloc(5 << 20, 'abcdefg');
  const made = await client.files.create({ file: await toFile(large, 'large.txt'), purpose: 'user_data' });
  assert.equal(made.bytes, large.length);
  assert.ok(large.equals(Buffer.from(await (await client.files.content(made.id)).arrayBuffer())));
});

test('A file is uploaded in parts', async () => {
  const [client] = await one();
  const upload = await client.uploads.create({ filename: 'parts.bin', purpose: 'user_data', bytes: bytes.length, mime_type: 'application/octet-stream' });
  const parts = [];
  for (const part of [bytes.subarray(0, 1000), bytes.subarray(1000)]) {
    parts.push((await client.uploads.parts.create(upload.id, { data: await toFile(part, 'part') })).id);
  }

  const done = await client.uploads.complete(upload.id, { part_ids: parts });
  assert.equal(done.status, 'completed');
  assert.ok(bytes.equals(Buffer.from(await (await client.files.content(done.file.id)).arrayBuffer())));
});

test('An upload is cancelled', async () => {
  const [client] = await one();
  const upload = await client.uploads.create({ filename: 'a', purpose: 'user_data', bytes: 1, mime_type: 'text/plain' });
  assert.equal((await client.uploads.cancel(upload.id)).status, 'cancelled');
});

test('A batch is made, looked at, listed and its output read', async () => {
  const [client] = await one();
  const input = await client.files.create({ file: await toFile(Buffer.from(line), 'in.jsonl'), purpose: 'batch' });
  const made = await client.batches.create({ input_file_id: input.id, endpoint: '/v1/chat/completions', completion_window: '24h' });
  const done = await client.batches.retrieve(made.id);
  assert.equal(done.status, 'completed');
  assert.deepEqual((await client.batches.list()).data.map(b => b.id), [made.id]);
  assert.equal(JSON.parse(await (await client.files.content(done.output_file_id)).text()).custom_id, 'a');
});

test('A batch is cancelled', async () => {
  const [client] = await one();
  const input = await client.files.create({ file: await toFile(Buffer.from(line), 'in.jsonl'), purpose: 'batch' });
  const made = await client.batches.create({ input_file_id: input.id, endpoint: '/v1/chat/completions', completion_window: '24h' });
  assert.equal((await client.batches.cancel(made.id)).status, 'cancelling');
});

test('A batch of a file that is not there is BadRequestError', async () => {
  const [client] = await one();
  const batch = client.batches.create({ input_file_id: 'file-none', endpoint: '/v1/chat/completions', completion_window: '24h' });
  await assert.rejects(batch, OpenAI.BadRequestError);
});

test('A vector store takes a file', async () => {
  const [client] = await one();
  const file = await client.files.create({ file: await toFile(bytes, 'a.bin'), purpose: 'assistants' });
  const store = await client.vectorStores.create({ name: 'a' });
  assert.equal((await client.vectorStores.files.create(store.id, { file_id: file.id })).vector_store_id, store.id);
  assert.equal((await client.vectorStores.retrieve(store.id)).name, 'a');
  assert.equal((await client.vectorStores.delete(store.id)).deleted, true);
});
