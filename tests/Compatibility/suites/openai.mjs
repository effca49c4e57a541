// npm openai: chat, tools, embeddings, errors.
import assert from 'node:assert/strict';
import test from 'node:test';
import OpenAI from 'openai';
import { argumentsOfTool, inputTokens, outputTokens, parameters, said, upstream } from '../lib/upstream.mjs';

const model = 'gpt-4o';
const messages = [{ role: 'user', content: 'Hi' }];
const tools = [{ type: 'function', function: { name: 'weather', description: 'Tells it', parameters } }];
const question = [{ role: 'user', content: 'How is the weather?' }];

async function one(settings, options) {
  const at = await upstream('openai', settings);
  return [new OpenAI({ apiKey: at.apiKey, baseURL: `${at.origin}/openai/v1`, defaultHeaders: at.headers, maxRetries: 0, ...options }), at];
}

test('Chat is answered', async () => {
  const [client] = await one();
  const answer = await client.chat.completions.create({ model, messages });
  assert.equal(answer.choices[0].message.content, said);
  assert.equal(answer.usage.total_tokens, inputTokens + outputTokens);
  assert.match(answer._request_id, /^req_/);
});

test('Chat is streamed', async () => {
  const [client] = await one();
  let text = '';
  let usage;
  for await (const chunk of await client.chat.completions.create({ model, messages, stream: true })) {
    text += chunk.choices[0].delta.content ?? '';
    usage ??= chunk.usage;
  }

  assert.equal(text, said);
  assert.equal(usage ?? null, null);
});

test('A stream tells usage when asked to', async () => {
  const [client] = await one();
  const chunks = [];
  for await (const chunk of await client.chat.completions.create({ model, messages, stream: true, stream_options: { include_usage: true } })) {
    chunks.push(chunk);
  }

  assert.deepEqual(chunks.at(-1).choices, []);
  assert.equal(chunks.at(-1).usage.completion_tokens, outputTokens);
});

test('The stream helper adds a stream up', async () => {
  const [client] = await one();
  const answer = await client.chat.completions.stream({ model, messages }).finalChatCompletion();
  assert.equal(answer.choices[0].message.content, said);
});

test('A tool is called and its result is taken', async () => {
  const [client, at] = await one();
  const asked = await client.chat.completions.create({ model, messages: question, tools });
  const call = asked.choices[0].message.tool_calls[0];
  assert.equal(asked.choices[0].finish_reason, 'tool_calls');
  assert.equal(call.function.name, 'weather');
  assert.deepEqual(JSON.parse(call.function.arguments), argumentsOfTool);

  const answer = await client.chat.completions.create({
    model, tools, messages: [...question, asked.choices[0].message, { role: 'tool', tool_call_id: call.id, content: 'sunny' }],
  });
  assert.equal(answer.choices[0].message.content, said);
  assert.equal(JSON.parse((await at.calls())[1].body).messages[2].tool_call_id, call.id);
});

test('The arguments of a tool are streamed', async () => {
  const [client] = await one();
  const pieces = [];
  for await (const chunk of await client.chat.completions.create({ model, messages: question, tools, stream: true })) {
    pieces.push(chunk.choices[0].delta.tool_calls?.[0].function.arguments ?? '');
  }

  assert.ok(pieces.filter(Boolean).length > 1);
  assert.deepEqual(JSON.parse(pieces.join('')), argumentsOfTool);
});

test('The tool runner runs a tool to the end', async () => {
  const [client] = await one();
  const ran = [];
  const runner = client.chat.completions.runTools({
    model, messages: question,
    tools: [{ type: 'function', function: { name: 'weather', parameters, parse: JSON.parse, function: city => (ran.push(city), 'sunny') } }],
  });
  assert.equal(await runner.finalContent(), said);
  assert.deepEqual(ran, [argumentsOfTool]);
});

test('Texts are embedded', async () => {
  const [client] = await one();
  const answer = await client.embeddings.create({ model: 'text-embedding-3-small', input: ['a', 'b'] });
  assert.deepEqual(answer.data.map(d => d.embedding.length), [8, 8]);
  assert.equal(answer.data[1].embedding[0], 1 / 16);
});

test('Embeddings come as numbers when asked to', async () => {
  const [client] = await one();
  const answer = await client.embeddings.create({ model: 'text-embedding-3-small', input: 'a', encoding_format: 'float' });
  assert.equal(answer.data[0].embedding.length, 8);
});

test('Models are listed and looked up', async () => {
  const [client] = await one();
  const ids = [];
  for await (const found of client.models.list()) {
    ids.push(found.id);
  }

  assert.ok(ids.includes('gpt-4o'));
  assert.equal((await client.models.retrieve('gpt-4o')).id, 'gpt-4o');
});

test('Texts are moderated', async () => {
  const [client] = await one();
  const answer = await client.moderations.create({ model: 'omni-moderation-latest', input: 'a' });
  assert.equal(answer.results[0].flagged, false);
});

test('The raw response has the headers of the provider', async () => {
  const [client] = await one();
  const { data, response, request_id } = await client.chat.completions.create({ model, messages }).withResponse();
  assert.equal(data.choices[0].message.content, said);
  assert.equal(response.headers.get('x-ratelimit-remaining-requests'), '9999');
  assert.match(request_id, /^req_/);
});

test('The key of the endpoint reaches the provider and no other', async () => {
  const [client, at] = await one();
  await client.chat.completions.create({ model, messages });
  const [call] = await at.calls();
  assert.equal(call.headers.filter(h => /^authorization:/i.test(h)).length, 1);
});
