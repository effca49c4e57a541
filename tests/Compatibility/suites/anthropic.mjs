// npm @anthropic-ai/sdk: messages, tools, counting, models.
import assert from 'node:assert/strict';
import test from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import { argumentsOfTool, inputTokens, outputTokens, parameters, said, upstream } from '../lib/upstream.mjs';

const ask = { model: 'claude-sonnet-4-5', max_tokens: 100, messages: [{ role: 'user', content: 'Hi' }] };
const tools = [{ name: 'weather', description: 'Tells it', input_schema: parameters }];
const question = [{ role: 'user', content: 'How is the weather?' }];

async function one(settings, options) {
  const at = await upstream('anthropic', settings);
  return [new Anthropic({ apiKey: at.apiKey, baseURL: `${at.origin}/anthropic`, defaultHeaders: at.headers, maxRetries: 0, ...options }), at];
}

test('A message is answered', async () => {
  const [client] = await one();
  const answer = await client.messages.create(ask);
  assert.equal(answer.content[0].text, said);
  assert.deepEqual([answer.usage.input_tokens, answer.usage.output_tokens], [inputTokens, outputTokens]);
  assert.match(answer._request_id, /^req_/);
});

test('A message is streamed', async () => {
  const [client] = await one();
  const types = [];
  let text = '';
  for await (const event of await client.messages.create({ ...ask, stream: true })) {
    types.push(event.type);
    text += event.type === 'content_block_delta' ? event.delta.text : '';
  }

  assert.equal(text, said);
  assert.deepEqual([types[0], types.at(-1)], ['message_start', 'message_stop']);
});

test('The stream helper adds a message up', async () => {
  const [client] = await one();
  const answer = await client.messages.stream(ask).finalMessage();
  assert.equal(answer.content[0].text, said);
  assert.deepEqual([answer.stop_reason, answer.usage.output_tokens], ['end_turn', outputTokens]);
});

test('A tool is called and its result is taken', async () => {
  const [client, at] = await one();
  const asked = await client.messages.create({ ...ask, messages: question, tools });
  const [call] = asked.content;
  assert.deepEqual([asked.stop_reason, call.name, call.input], ['tool_use', 'weather', argumentsOfTool]);

  const result = { role: 'user', content: [{ type: 'tool_result', tool_use_id: call.id, content: 'sunny' }] };
  const answer = await client.messages.create({ ...ask, tools, messages: [...question, { role: 'assistant', content: asked.content }, result] });
  assert.equal(answer.content[0].text, said);
  assert.equal(JSON.parse((await at.calls())[1].body).messages[2].content[0].tool_use_id, call.id);
});

test('The input of a tool is streamed', async () => {
  const [client] = await one();
  const pieces = [];
  const answer = await client.messages.stream({ ...ask, messages: question, tools }).on('inputJson', piece => pieces.push(piece)).finalMessage();
  assert.ok(pieces.filter(Boolean).length > 1);
  assert.deepEqual(answer.content[0].input, argumentsOfTool);
});

test('Tokens are counted', async () => {
  const [client] = await one();
  const { max_tokens, ...counted } = ask;
  assert.equal((await client.messages.countTokens(counted)).input_tokens, inputTokens);
});

test('Models are listed and looked up', async () => {
  const [client] = await one();
  const ids = [];
  for await (const model of client.models.list()) {
    ids.push(model.id);
  }

  assert.ok(ids.includes('claude-sonnet-4-5'));
  assert.equal((await client.models.retrieve('claude-sonnet-4-5')).id, 'claude-sonnet-4-5');
});

test('Beta messages keep their header', async () => {
  const [client, at] = await one();
  assert.equal((await client.beta.messages.create({ ...ask, betas: ['a-2025-01-01', 'b-2025-01-01'] })).content[0].text, said);
  const [call] = await at.calls();
  assert.ok(call.headers.some(h => /^anthropic-beta: ?a-2025-01-01, ?b-2025-01-01$/i.test(h)));
});

test('The raw response has the headers of the provider', async () => {
  const [client] = await one();
  const { data, response, request_id } = await client.messages.create(ask).withResponse();
  assert.equal(data.content[0].text, said);
  assert.equal(response.headers.get('anthropic-ratelimit-requests-remaining'), '3999');
  assert.match(request_id, /^req_/);
});

test('Only one credential reaches the provider', async () => {
  const [client, at] = await one();
  await client.messages.create(ask);
  const [call] = await at.calls();
  assert.equal(call.headers.filter(h => /^(authorization|x-api-key):/i.test(h)).length, 1);
});
