// Vercel's providers, each with nothing set but its base URL, key and headers.
import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createGroq } from '@ai-sdk/groq';
import { createOpenAI } from '@ai-sdk/openai';
import { upstream } from './upstream.mjs';

async function one(create, provider, path, settings) {
  const at = await upstream(provider, settings);
  return [create({ baseURL: at.origin + path, apiKey: at.apiKey, headers: at.headers }), at];
}

export const openai = settings => one(createOpenAI, 'openai', '/openai/v1', settings);
export const anthropic = settings => one(createAnthropic, 'anthropic', '/anthropic/v1', settings);
export const google = settings => one(createGoogleGenerativeAI, 'gemini', '/gemini/v1beta', settings);
export const groq = settings => one(createGroq, 'groq', '/groq/openai/v1', settings);

/** Every language model there is, made anew by each call: the model and where its calls arrive. */
export const models = {
  'openai responses': async settings => of(await openai(settings), c => c.responses('gpt-4o')),
  'openai chat': async settings => of(await openai(settings), c => c.chat('gpt-4o')),
  anthropic: async settings => of(await anthropic(settings), c => c('claude-sonnet-4-5')),
  google: async settings => of(await google(settings), c => c('gemini-2.5-flash')),
  groq: async settings => of(await groq(settings), c => c('llama-3.3-70b-versatile')),
};

const of = ([client, at], model) => [model(client), at];
