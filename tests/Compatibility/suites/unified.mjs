// npm openai on the unified surface, which only the service has: straight to the fake, OpenAI itself stands for it.
import assert from 'node:assert/strict';
import test from 'node:test';
import OpenAI from 'openai';
import { each } from '../lib/each.mjs';
import { argumentsOfTool, endless, inputTokens, outputTokens, parameters, said, upstream } from '../lib/upstream.mjs';

const names = { openai: 'openai/gpt-4o', anthropic: 'anthropic/claude-sonnet-4-5', gemini: 'gemini/gemini-2.5-flash', groq: 'groq/llama-3.3-70b-versatile' };
const tools = [{ type: 'function', function: { name: 'weather', description: 'Tells it', parameters } }];
const question = [{ role: 'user', content: 'How is the weather?' }];

/** A client, the model's name and where its calls arrive, for each provider. */
const providers = Object.fromEntries(Object.entries(names).map(([provider, model]) => [provider, async (settings, options) => {
  const at = await upstream(process.env.COMPAT_SERVICE ? provider : 'openai', settings);
  const baseURL = at.origin + (process.env.COMPAT_SERVICE ? '/v1' : '/openai/v1');
  return [new OpenAI({ apiKey: at.apiKey, baseURL, defaultHeaders: at.headers, maxRetries: 0, ...options }), { model, messages: [{ role: 'user', content: 'Hi' }] }, at];
}]));

test('Chat is answered', () => each(providers, async make => {
  const [client, chat] = await make();
  const answer = await client.chat.completions.create(chat);
  assert.equal(answer.object, 'chat.completion');
  assert.deepEqual([answer.choices[0].message.content, answer.choices[0].finish_reason], [said, 'stop']);
  assert.deepEqual([answer.usage.prompt_tokens, answer.usage.completion_tokens], [inputTokens, outputTokens]);
}));

test('Chat is streamed', () => each(providers, async make => {
  const [client, chat] = await make();
  const answer = await client.chat.completions.stream({ ...chat, stream_options: { include_usage: true } }).finalChatCompletion();
  assert.equal(answer.choices[0].message.content, said);
  assert.equal(answer.usage.completion_tokens, outputTokens);
}));

test('A tool is called and its result is taken', () => each(providers, async make => {
  const [client, chat] = await make();
  const asked = await client.chat.completions.create({ ...chat, messages: question, tools });
  const [call] = asked.choices[0].message.tool_calls;
  assert.equal(asked.choices[0].finish_reason, 'tool_calls');
  assert.deepEqual([call.function.name, JSON.parse(call.function.arguments)], ['weather', argumentsOfTool]);

  const result = { role: 'tool', tool_call_id: call.id, content: 'sunny' };
  const answer = await client.chat.completions.create({ ...chat, tools, messages: [...question, asked.choices[0].message, result] });
  assert.equal(answer.choices[0].message.content, said);
}));

test('The arguments of a tool are streamed', () => each(providers, async make => {
  const [client, chat] = await make();
  const answer = await client.chat.completions.stream({ ...chat, messages: question, tools }).finalChatCompletion();
  assert.deepEqual(JSON.parse(answer.choices[0].message.tool_calls[0].function.arguments), argumentsOfTool);
}));

test('The tool runner runs a tool to the end', () => each(providers, async make => {
  const [client, chat] = await make();
  const ran = [];
  const runner = client.chat.completions.runTools({
    ...chat, messages: question,
    tools: [{ type: 'function', function: { name: 'weather', parameters, parse: JSON.parse, function: city => (ran.push(city), 'sunny') } }],
  });
  assert.equal(await runner.finalContent(), said);
  assert.deepEqual(ran, [argumentsOfTool]);
}));

// Who has a Responses API of its own.
const { openai, groq } = providers;

test('A response is made', () => each({ openai, groq }, async make => {
  const [client, { model }] = await make();
  const answer = await client.responses.create({ model, input: 'Hi', store: false });
  assert.deepEqual([answer.output_text, answer.status], [said, 'completed']);
}));

test('A response is streamed', () => each({ openai, groq }, async make => {
  const [client, { model }] = await make();
  assert.equal((await client.responses.stream({ model, input: 'Hi', store: false }).finalResponse()).output_text, said);
}));

test('Texts are embedded', async () => {
  for (const [provider, model] of [['openai', 'openai/text-embedding-3-small'], ['gemini', 'gemini/gemini-embedding-001']]) {
    const [client] = await providers[provider]();
    assert.deepEqual((await client.embeddings.create({ model, input: ['a', 'b'] })).data.map(d => d.embedding.length), [8, 8]);
  }
});

test('400, 404 and 500 are the exceptions of the package', () => each(providers, async make => {
  for (const [status, type] of [[400, OpenAI.BadRequestError], [404, OpenAI.NotFoundError], [500, OpenAI.InternalServerError]]) {
    const [client, chat, at] = await make();
    await at.script([], { status });
    await assert.rejects(client.chat.completions.create(chat), type);
  }
}));

test('A rate limit that passes is not seen', () => each(providers, async make => {
  const [client, chat, at] = await make({}, { maxRetries: 2 });
  await at.script([{ status: 429, headers: ['retry-after-ms: 10', 'retry-after: 0'], retry_delay: '0.01s' }]);
  assert.equal((await client.chat.completions.create(chat)).choices[0].message.content, said);
  assert.equal((await at.calls()).length, 2);
}));

test('An error within a stream is an APIError', () => each(providers, async make => {
  const [client, chat, at] = await make();
  await at.script([{ stream_error_after: 2 }]);
  let text = '';
  await assert.rejects(async () => {
    for await (const chunk of await client.chat.completions.create({ ...chat, stream: true })) {
      text += chunk.choices[0]?.delta.content ?? '';
    }
  }, OpenAI.APIError);
  assert.equal(text, 'word0 word1');
}));

test('Leaving a stream by its signal ends the call at the provider', () => each(providers, async make => {
  const [client, chat, at] = await make();
  await at.script([endless]);
  const leaving = new AbortController();
  for await (const chunk of await client.chat.completions.create({ ...chat, stream: true }, { signal: leaving.signal })) {
    if (chunk.choices[0]?.delta.content) {
      leaving.abort();
    }
  }

  assert.equal(await at.ending(), 'client_left');
}));

test('Models are listed', async () => {
  const [client] = await providers.openai();
  const ids = [];
  for await (const model of client.models.list()) {
    ids.push(model.id);
  }

  assert.ok(ids.length > 0);
});
