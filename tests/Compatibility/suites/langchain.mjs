// npm @langchain/openai, @langchain/anthropic, @langchain/google-genai and @langchain/groq.
import assert from 'node:assert/strict';
import test from 'node:test';
import { HumanMessage, ToolMessage } from '@langchain/core/messages';
import { OpenAIEmbeddings } from '@langchain/openai';
import { each } from '../lib/each.mjs';
import { models } from '../lib/langchain.mjs';
import { argumentsOfTool, endless, inputTokens, outputTokens, parameters, said, upstream } from '../lib/upstream.mjs';

const tools = [{ type: 'function', function: { name: 'weather', description: 'Tells it', parameters } }];
const question = new HumanMessage('How is the weather?');

async function add(stream) {
  let sum;
  for await (const chunk of stream) {
    sum = sum ? sum.concat(chunk) : chunk;
  }

  return sum;
}

test('A model answers', () => each(models, async make => {
  const [model] = await make();
  const answer = await model.invoke('Hi');
  assert.equal(answer.text, said);
  assert.deepEqual([answer.usage_metadata.input_tokens, answer.usage_metadata.output_tokens], [inputTokens, outputTokens]);
}));

test('A model streams', () => each(models, async make => {
  const [model] = await make();
  assert.equal((await add(await model.stream('Hi'))).text, said);
}));

test('A tool is called and its result is taken', () => each(models, async make => {
  const [model] = await make();
  const bound = model.bindTools(tools);
  const asked = await bound.invoke([question]);
  const [call] = asked.tool_calls;
  assert.deepEqual([call.name, call.args], ['weather', argumentsOfTool]);
  const result = new ToolMessage({ content: 'sunny', tool_call_id: call.id, name: call.name });
  assert.equal((await bound.invoke([question, asked, result])).text, said);
}));

test('A tool call is streamed', () => each(models, async make => {
  const [model] = await make();
  const [call] = (await add(await model.bindTools(tools).stream([question]))).tool_calls;
  assert.deepEqual([call.name, call.args], ['weather', argumentsOfTool]);
}));

test('Several are asked at once', () => each(models, async make => {
  const [model, at] = await make();
  const answers = await model.batch(['a', 'b', 'c', 'd']);
  assert.deepEqual(answers.map(a => a.text), [said, said, said, said]);
  assert.equal((await at.calls()).length, 4);
}));

test('Texts are embedded by OpenAI', async () => {
  const at = await upstream('openai');
  const configuration = { baseURL: `${at.origin}/openai/v1`, defaultHeaders: at.headers };
  const embeddings = new OpenAIEmbeddings({ model: 'text-embedding-3-small', apiKey: at.apiKey, configuration, maxRetries: 0 });
  assert.deepEqual((await embeddings.embedDocuments(['a', 'b'])).map(e => e.length), [8, 8]);
});

test('400, 404 and 500 are errors with their status', () => each(models, async make => {
  for (const status of [400, 404, 500]) {
    const [model, at] = await make();
    await at.script([], { status });
    await assert.rejects(model.invoke('Hi'), error => error.status === status || error.message.includes(`[${status} `));
  }
}));

// One of them: the waiting is LangChain's own, a second at least.
test('A rate limit that passes is not seen', () => each({ chat: models['openai chat'] }, async make => {
  const [model, at] = await make({}, { maxRetries: 2 });
  await at.script([{ status: 429, headers: ['retry-after-ms: 10', 'retry-after: 0'] }]);
  assert.equal((await model.invoke('Hi')).text, said);
  assert.equal((await at.calls()).length, 2);
}));

// Google's older package leaves a rejection unhandled when its stream is left.
const { google: _, ...leavable } = models;

test('Leaving a stream by its signal ends the call at the provider', () => each(leavable, async make => {
  const [model, at] = await make();
  await at.script([endless]);
  const leaving = new AbortController();
  await assert.rejects(async () => {
    for await (const chunk of await model.stream('Hi', { signal: leaving.signal })) {
      if (chunk.text) {
        leaving.abort();
      }
    }
  });
  assert.equal(await at.ending(), 'client_left');
}));
