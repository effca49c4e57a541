// npm ai with @ai-sdk/openai, @ai-sdk/anthropic, @ai-sdk/google and @ai-sdk/groq.
import assert from 'node:assert/strict';
import test from 'node:test';
import { embedMany, experimental_generateSpeech, experimental_transcribe, generateImage, generateText, jsonSchema, stepCountIs, streamText, tool } from 'ai';
import { google, models, openai } from '../lib/ai-sdk.mjs';
import { each } from '../lib/each.mjs';
import { argumentsOfTool, inputTokens, outputTokens, parameters, said } from '../lib/upstream.mjs';

const once = { maxRetries: 0 };

function weather(ran) {
  return { weather: tool({ description: 'Tells it', inputSchema: jsonSchema(parameters), execute: input => (ran.push(input), 'sunny') }) };
}

test('Text is generated', () => each(models, async make => {
  const [model] = await make();
  const { text, usage, finishReason } = await generateText({ model, prompt: 'Hi', ...once });
  assert.equal(text, said);
  assert.deepEqual([usage.inputTokens, usage.outputTokens, finishReason], [inputTokens, outputTokens, 'stop']);
}));

test('Text is streamed', () => each(models, async make => {
  const [model] = await make();
  const result = streamText({ model, prompt: 'Hi', ...once });
  let text = '';
  for await (const piece of result.textStream) {
    text += piece;
  }

  assert.equal(text, said);
  assert.equal((await result.usage).outputTokens, outputTokens);
}));

test('A tool is run and its result is taken', () => each(models, async make => {
  const [model, at] = await make();
  const ran = [];
  const { text } = await generateText({ model, prompt: 'How is the weather?', tools: weather(ran), stopWhen: stepCountIs(3), ...once });
  assert.deepEqual(ran, [argumentsOfTool]);
  assert.equal(text, said);
  assert.equal((await at.calls()).length, 2);
}));

test('A tool is run out of a stream and its result is taken', () => each(models, async make => {
  const [model] = await make();
  const ran = [];
  const result = streamText({ model, prompt: 'How is the weather?', tools: weather(ran), stopWhen: stepCountIs(3), ...once });
  assert.equal(await result.text, said);
  assert.deepEqual(ran, [argumentsOfTool]);
}));

test('Texts are embedded', async () => {
  const [client] = await openai();
  const [other] = await google();
  for (const model of [client.embedding('text-embedding-3-small'), other.embedding('gemini-embedding-001')]) {
    const { embeddings } = await embedMany({ model, values: ['a', 'b'], ...once });
    assert.deepEqual(embeddings.map(e => e.length), [8, 8]);
  }
});

test('A picture is made', async () => {
  const [client] = await openai();
  const { image } = await generateImage({ model: client.image('gpt-image-1'), prompt: 'a dot', ...once });
  assert.equal(image.mediaType, 'image/png');
});

test('Speech is made and transcribed', async () => {
  const [client] = await openai();
  const { audio } = await experimental_generateSpeech({ model: client.speech('tts-1'), text: 'Hi', ...once });
  assert.equal(audio.uint8Array.length, 20_000);
  const { text } = await experimental_transcribe({ model: client.transcription('whisper-1'), audio: audio.uint8Array, ...once });
  assert.equal(text, 'heard 20000 bytes');
});
