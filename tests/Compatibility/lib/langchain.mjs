// LangChain's chat models, each with nothing set but its base URL, key and headers.
import { ChatAnthropic } from '@langchain/anthropic';
import { ChatGoogleGenerativeAI } from '@langchain/google-genai';
import { ChatGroq } from '@langchain/groq';
import { ChatOpenAI } from '@langchain/openai';
import { upstream } from './upstream.mjs';

/** Every chat model there is, made anew by each call: the model and where its calls arrive. */
export const models = {
  'openai chat': (settings, options) => openai(false, settings, options),
  'openai responses': (settings, options) => openai(true, settings, options),
  anthropic: async (settings, options) => {
    const at = await upstream('anthropic', settings);
    const clientOptions = { defaultHeaders: at.headers, maxRetries: 0 };
    return [new ChatAnthropic({ model: 'claude-sonnet-4-5', apiKey: at.apiKey, anthropicApiUrl: `${at.origin}/anthropic`, clientOptions, maxRetries: 0, ...options }), at];
  },
  google: async (settings, options) => {
    const at = await upstream('gemini', settings);
    const from = { baseUrl: `${at.origin}/gemini`, customHeaders: at.headers };
    return [new ChatGoogleGenerativeAI({ model: 'gemini-2.5-flash', apiKey: at.apiKey, ...from, maxRetries: 0, ...options }), at];
  },
  groq: async (settings, options) => {
    const at = await upstream('groq', settings);
    const from = { baseUrl: `${at.origin}/groq`, defaultHeaders: at.headers };
    return [new ChatGroq({ model: 'llama-3.3-70b-versatile', apiKey: at.apiKey, ...from, maxRetries: 0, ...options }), at];
  },
};

async function openai(useResponsesApi, settings, options) {
  const at = await upstream('openai', settings);
  const configuration = { baseURL: `${at.origin}/openai/v1`, defaultHeaders: at.headers };
  return [new ChatOpenAI({ model: 'gpt-4o', apiKey: at.apiKey, configuration, useResponsesApi, maxRetries: 0, ...options }), at];
}
