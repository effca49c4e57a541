// npm openai: speech, transcriptions, images.
import assert from 'node:assert/strict';
import test from 'node:test';
import OpenAI, { toFile } from 'openai';
import { inputTokens, outputTokens, upstream } from '../lib/upstream.mjs';

const sound = Buffer.alloc(30_000, 'sound');
const picture = Buffer.from('a picture');

async function one() {
  const at = await upstream('openai');
  return [new OpenAI({ apiKey: at.apiKey, baseURL: `${at.origin}/openai/v1`, defaultHeaders: at.headers, maxRetries: 0 }), at];
}

test('Speech comes byte for byte', async () => {
  const [client] = await one();
  const answer = await client.audio.speech.create({ model: 'tts-1', voice: 'alloy', input: 'Hi' });
  const bytes = Buffer.from(await answer.arrayBuffer());
  assert.equal(answer.headers.get('content-type'), 'audio/mpeg');
  assert.ok(bytes.equals(Buffer.from(Array.from({ length: 20_000 }, (_, i) => i % 251))));
});

test('Sound is transcribed', async () => {
  const [client] = await one();
  const answer = await client.audio.transcriptions.create({ model: 'gpt-4o-transcribe', file: await toFile(sound, 'a.mp3') });
  assert.equal(answer.text, 'heard 30000 bytes');
  assert.equal(answer.usage.total_tokens, inputTokens + outputTokens);
});

test('A transcription comes as text when asked to', async () => {
  const [client] = await one();
  const answer = await client.audio.transcriptions.create({ model: 'whisper-1', file: await toFile(sound, 'a.mp3'), response_format: 'text' });
  assert.equal(answer, 'heard 30000 bytes\n');
});

test('A transcription is streamed', async () => {
  const [client] = await one();
  let text = '';
  for await (const event of await client.audio.transcriptions.create({ model: 'gpt-4o-transcribe', file: await toFile(sound, 'a.mp3'), stream: true })) {
    text = event.type === 'transcript.text.done' ? event.text : text;
  }

  assert.equal(text, 'heard 30000 bytes');
});

test('Sound is translated', async () => {
  const [client] = await one();
  assert.equal((await client.audio.translations.create({ model: 'whisper-1', file: await toFile(sound, 'a.mp3') })).text, 'heard 30000 bytes');
});

test('A transcription without sound is BadRequestError', async () => {
  const [client, at] = await one();
  await at.script([{ status: 400 }]);
  await assert.rejects(client.audio.transcriptions.create({ model: 'whisper-1', file: await toFile(sound, 'a.mp3') }), OpenAI.BadRequestError);
});

test('A picture is made', async () => {
  const [client] = await one();
  const answer = await client.images.generate({ model: 'gpt-image-1', prompt: 'a dot' });
  assert.equal(Buffer.from(answer.data[0].b64_json, 'base64').toString('latin1', 1, 4), 'PNG');
});

test('A picture is changed', async () => {
  const [client] = await one();
  const image = [await toFile(picture, 'a.png', { type: 'image/png' }), await toFile(picture, 'b.png', { type: 'image/png' })];
  assert.equal((await client.images.edit({ model: 'gpt-image-1', image, prompt: 'larger' })).data.length, 1);
});
