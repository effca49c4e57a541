// npm openai: responses, kept ones, conversations.
import assert from 'node:assert/strict';
import test from 'node:test';
import OpenAI from 'openai';
import { argumentsOfTool, endless, outputTokens, parameters, said, upstream } from '../lib/upstream.mjs';

const model = 'gpt-4o';
const tools = [{ type: 'function', name: 'weather', parameters, strict: false }];
const question = 'How is the weather?';

async function one() {
  const at = await upstream('openai');
  return [new OpenAI({ apiKey: at.apiKey, baseURL: `${at.origin}/openai/v1`, defaultHeaders: at.headers, maxRetries: 0 }), at];
}

test('A response is made', async () => {
  const [client] = await one();
  const answer = await client.responses.create({ model, input: 'Hi' });
  assert.equal(answer.output_text, said);
  assert.equal(answer.status, 'completed');
  assert.equal(answer.usage.output_tokens, outputTokens);
  assert.match(answer._request_id, /^req_/);
});

test('A response is streamed', async () => {
  const [client] = await one();
  const types = [];
  let text = '';
  for await (const event of await client.responses.create({ model, input: 'Hi', stream: true })) {
    types.push(event.type);
    text += event.type === 'response.output_text.delta' ? event.delta : '';
  }

  assert.equal(text, said);
  assert.deepEqual([types[0], types.at(-1)], ['response.created', 'response.completed']);
});

test('The stream helper adds a response up', async () => {
  const [client] = await one();
  const answer = await client.responses.stream({ model, input: 'Hi' }).finalResponse();
  assert.equal(answer.output_text, said);
});

test('A response goes on from an earlier one', async () => {
  const [client] = await one();
  const first = await client.responses.create({ model, input: 'Hi' });
  const second = await client.responses.create({ model, input: 'And?', previous_response_id: first.id });
  assert.equal(second.previous_response_id, first.id);
  assert.equal(second.output_text, said);
});

test('Going on from a response that is not there is BadRequestError', async () => {
  const [client] = await one();
  await assert.rejects(client.responses.create({ model, input: 'And?', previous_response_id: 'resp_none' }), OpenAI.BadRequestError);
});

test('A kept response is got and deleted', async () => {
  const [client] = await one();
  const made = await client.responses.create({ model, input: 'Hi' });
  assert.equal((await client.responses.retrieve(made.id)).output_text, said);
  await client.responses.delete(made.id);
  await assert.rejects(client.responses.retrieve(made.id), OpenAI.NotFoundError);
});

test('A tool is called and its result is taken', async () => {
  const [client] = await one();
  const asked = await client.responses.create({ model, input: question, tools });
  const call = asked.output[0];
  assert.deepEqual([call.type, call.name, JSON.parse(call.arguments)], ['function_call', 'weather', argumentsOfTool]);

  const answer = await client.responses.create({
    model, tools, previous_response_id: asked.id, input: [{ type: 'function_call_output', call_id: call.call_id, output: 'sunny' }],
  });
  assert.equal(answer.output_text, said);
});

test('The arguments of a tool are streamed', async () => {
  const [client] = await one();
  const pieces = [];
  for await (const event of await client.responses.create({ model, input: question, tools, stream: true })) {
    if (event.type === 'response.function_call_arguments.delta') {
      pieces.push(event.delta);
    }
  }

  assert.ok(pieces.length > 1);
  assert.deepEqual(JSON.parse(pieces.join('')), argumentsOfTool);
});

test('A conversation is made, used, changed and deleted', async () => {
  const [client] = await one();
  const made = await client.conversations.create({ metadata: { topic: 'a' } });
  assert.equal((await client.responses.create({ model, input: 'Hi', conversation: made.id })).output_text, said);
  assert.equal((await client.conversations.update(made.id, { metadata: { topic: 'b' } })).metadata.topic, 'b');
  assert.equal((await client.conversations.retrieve(made.id)).metadata.topic, 'b');
  assert.equal((await client.conversations.delete(made.id)).deleted, true);
});

test('An error within a stream is its last event', async () => {
  const [client, at] = await one();
  await at.script([{ stream_error_after: 2 }]);
  let last;
  for await (const event of await client.responses.create({ model, input: 'Hi', stream: true })) {
    last = event;
  }

  assert.deepEqual([last.type, last.code], ['error', 'server_error']);
});

test('Leaving a stream ends the call at the provider', async () => {
  const [client, at] = await one();
  await at.script([endless]);
  const leaving = new AbortController();
  for await (const event of await client.responses.create({ model, input: 'Hi', stream: true }, { signal: leaving.signal })) {
    if (event.type === 'response.output_text.delta') {
      leaving.abort();
    }
  }

  assert.equal(await at.ending(), 'client_left');
});
