// npm groq-sdk: chat, tools, sound, files and batches.
import assert from 'node:assert/strict';
import test from 'node:test';
import Groq, { toFile } from 'groq-sdk';
import { argumentsOfTool, inputTokens, outputTokens, parameters, said, upstream } from '../lib/upstream.mjs';

const model = 'llama-3.3-70b-versatile';
const messages = [{ role: 'user', content: 'Hi' }];
const tools = [{ type: 'function', function: { name: 'weather', description: 'Tells it', parameters } }];
const question = [{ role: 'user', content: 'How is the weather?' }];
const sound = Buffer.alloc(30_000, 'sound');
const line = JSON.stringify({ custom_id: 'a', method: 'POST', url: '/v1/chat/completions', body: { model } });

async function one() {
  const at = await upstream('groq');
  return [new Groq({ apiKey: at.apiKey, baseURL: `${at.origin}/groq`, defaultHeaders: at.headers, maxRetries: 0 }), at];
}

test('Chat is answered', async () => {
  const [client] = await one();
  const answer = await client.chat.completions.create({ model, messages });
  assert.equal(answer.choices[0].message.content, said);
  assert.equal(answer.usage.total_tokens, inputTokens + outputTokens);
  assert.ok(answer.usage.total_time > 0);
  assert.match(answer.x_groq.id, /^req_/);
});

test('Chat is streamed', async () => {
  const [client] = await one();
  const chunks = [];
  for await (const chunk of await client.chat.completions.create({ model, messages, stream: true })) {
    chunks.push(chunk);
  }

  assert.equal(chunks.map(c => c.choices[0]?.delta.content ?? '').join(''), said);
  assert.equal(chunks.findLast(c => c.x_groq?.usage).x_groq.usage.completion_tokens, outputTokens);
});

test('A tool is called and its result is taken', async () => {
  const [client] = await one();
  const asked = await client.chat.completions.create({ model, messages: question, tools });
  const [call] = asked.choices[0].message.tool_calls;
  assert.deepEqual([call.function.name, JSON.parse(call.function.arguments)], ['weather', argumentsOfTool]);

  const result = { role: 'tool', tool_call_id: call.id, content: 'sunny' };
  const answer = await client.chat.completions.create({ model, tools, messages: [...question, asked.choices[0].message, result] });
  assert.equal(answer.choices[0].message.content, said);
});

test('The arguments of a tool are streamed', async () => {
  const [client] = await one();
  let pieces = '';
  for await (const chunk of await client.chat.completions.create({ model, messages: question, tools, stream: true })) {
    pieces += chunk.choices[0]?.delta.tool_calls?.[0].function.arguments ?? '';
  }

  assert.deepEqual(JSON.parse(pieces), argumentsOfTool);
});

test('Models are listed and looked up', async () => {
  const [client] = await one();
  assert.ok((await client.models.list()).data.some(m => m.id === model));
  assert.equal((await client.models.retrieve(model)).id, model);
});

test('Texts are embedded', async () => {
  const [client] = await one();
  assert.equal((await client.embeddings.create({ model: 'nomic-embed-text-v1_5', input: 'a' })).data[0].embedding.length, 8);
});

test('Speech comes byte for byte', async () => {
  const [client] = await one();
  const answer = await client.audio.speech.create({ model: 'playai-tts', voice: 'a', input: 'Hi' });
  assert.ok(Buffer.from(await answer.arrayBuffer()).equals(Buffer.from(Array.from({ length: 20_000 }, (_, i) => i % 251))));
});

test('Sound is transcribed and translated', async () => {
  const [client] = await one();
  const transcription = await client.audio.transcriptions.create({ model: 'whisper-large-v3', file: await toFile(sound, 'a.mp3') });
  assert.equal(transcription.text, 'heard 30000 bytes');
  const translation = await client.audio.translations.create({ model: 'whisper-large-v3', file: await toFile(sound, 'a.mp3') });
  assert.equal(translation.text, 'heard 30000 bytes');
});

test('A file is uploaded, got, read, listed and deleted', async () => {
  const [client] = await one();
  const made = await client.files.create({ file: await toFile(Buffer.from(line), 'in.jsonl'), purpose: 'batch' });
  assert.equal((await client.files.info(made.id)).bytes, line.length);
  assert.equal(await (await client.files.content(made.id)).text(), line);
  assert.deepEqual((await client.files.list()).data.map(f => f.id), [made.id]);
  assert.equal((await client.files.delete(made.id)).deleted, true);
});

test('A batch is made, looked at, listed and cancelled', async () => {
  const [client] = await one();
  const input = await client.files.create({ file: await toFile(Buffer.from(line), 'in.jsonl'), purpose: 'batch' });
  const made = await client.batches.create({ input_file_id: input.id, endpoint: '/v1/chat/completions', completion_window: '24h' });
  assert.equal((await client.batches.retrieve(made.id)).status, 'completed');
  assert.deepEqual((await client.batches.list()).data.map(b => b.id), [made.id]);
  assert.equal((await client.batches.cancel(made.id)).status, 'cancelling');
});
