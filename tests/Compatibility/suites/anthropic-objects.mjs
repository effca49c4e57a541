// npm @anthropic-ai/sdk: message batches and files.
import assert from 'node:assert/strict';
import test from 'node:test';
import Anthropic, { toFile } from '@anthropic-ai/sdk';
import { said, upstream } from '../lib/upstream.mjs';

const bytes = Buffer.concat([Buffer.from(Array.from({ length: 4096 }, (_, i) => i % 256)), Buffer.from('\r\n--x\r\n')]);
const params = { model: 'claude-sonnet-4-5', max_tokens: 100, messages: [{ role: 'user', content: 'Hi' }] };
const requests = [{ custom_id: 'a', params }, { custom_id: 'b', params }];

async function one() {
  const at = await upstream('anthropic');
  return [new Anthropic({ apiKey: at.apiKey, baseURL: `${at.origin}/anthropic`, defaultHeaders: at.headers, maxRetries: 0 }), at];
}

test('A batch is made, looked at, listed and deleted', async () => {
  const [client] = await one();
  const made = await client.messages.batches.create({ requests });
  assert.equal(made.processing_status, 'in_progress');
  assert.equal((await client.messages.batches.retrieve(made.id)).request_counts.succeeded, 2);
  assert.deepEqual((await client.messages.batches.list()).data.map(b => b.id), [made.id]);
  assert.equal((await client.messages.batches.delete(made.id)).id, made.id);
  await assert.rejects(client.messages.batches.retrieve(made.id), Anthropic.NotFoundError);
});

test('A batch is cancelled', async () => {
  const [client] = await one();
  const made = await client.messages.batches.create({ requests });
  assert.equal((await client.messages.batches.cancel(made.id)).processing_status, 'canceling');
});

// batches.results() follows results_url, an absolute one.
test('The results of a batch are read', async () => {
  const [client] = await one();
  const made = await client.messages.batches.create({ requests });
  const lines = [];
  for await (const line of await client.messages.batches.results(made.id)) lines.push(line);
  assert.deepEqual(lines.map(l => [l.custom_id, l.result.message.content[0].text]), [['a', said], ['b', said]]);
});

test('A file is uploaded, got, listed and deleted', async () => {
  const [client] = await one();
  const made = await client.beta.files.upload({ file: await toFile(bytes, 'all bytes.bin', { type: 'application/octet-stream' }) });
  assert.deepEqual([made.size_bytes, made.filename], [bytes.length, 'all bytes.bin']);
  assert.equal((await client.beta.files.retrieveMetadata(made.id)).id, made.id);
  assert.deepEqual((await client.beta.files.list()).data.map(f => f.id), [made.id]);
  await client.beta.files.delete(made.id);
  await assert.rejects(client.beta.files.retrieveMetadata(made.id), Anthropic.NotFoundError);
});

test('The bytes of a file come back as they were', async () => {
  const [client] = await one();
  const made = await client.beta.files.upload({ file: await toFile(bytes, 'a.bin', { type: 'application/octet-stream' }) });
  const content = await client.beta.files.download(made.id);
  assert.ok(bytes.equals(Buffer.from(await content.arrayBuffer())));
});
