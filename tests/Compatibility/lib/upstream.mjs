// Where a suite's calls go: straight to the fake providers, or to the service that has them as its upstream.
import { File } from 'node:buffer';
import { webcrypto } from 'node:crypto';

// Node 18 has them in modules only.
globalThis.File ??= File;
globalThis.crypto ??= webcrypto;

const { COMPAT_FAKE: fake, COMPAT_SERVICE: service, COMPAT_ADMIN_TOKEN: adminToken } = process.env;

// The same under the fake's address and under the service's.
const surfaces = { openai: '/openai/v1', anthropic: '/anthropic', gemini: '/gemini', groq: '/groq/openai/v1' };
let made = 0;

/**
 * A key of its own at a provider, so that what one test scripts reaches no other. Through the service it is the key of an endpoint
 * that `headers` choose; the client then has another key, which must not reach the provider.
 */
export async function upstream(provider, settings = {}) {
  const key = `key-${process.pid}-${++made}`;
  if (!service) {
    return new Upstream(key, fake, key, {});
  }

  const created = await fetch(`${service}/admin/endpoints`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      endpoint_id: key, pool: key, provider, api_key: key, base_url: fake + surfaces[provider],
      initial_retry_delay: 0.01, max_retries: 2, breaker_failures: 0, ...settings,
    }),
  });
  if (created.status !== 201) {
    throw new Error(`no endpoint: ${created.status} ${await created.text()}`);
  }

  return new Upstream(key, service, 'sk-of-the-caller', { 'X-Multiplex-Pool': key });
}

class Upstream {
  #key;

  constructor(key, origin, apiKey, headers) {
    this.#key = key;
    /** Scheme, host and port. */
    this.origin = origin;
    /** The client's key. */
    this.apiKey = apiKey;
    /** Headers the client adds to each call. */
    this.headers = headers;
  }

  /** What the provider does with the next calls, one step each, and after those always. The steps are those of the fake's scripts. */
  async script(steps, always) {
    const response = await fetch(`${fake}/__fake/script`, { method: 'POST', body: JSON.stringify({ [this.#key]: { steps, always } }) });
    if (!response.ok) {
      throw new Error(await response.text());
    }
  }

  /** The calls that the provider has got with this key. */
  async calls() {
    return (await fetch(`${fake}/__fake/calls?key=${this.#key}`)).json();
  }

  /** Completes when the provider has got a call. */
  async arrival() {
    return this.#first(() => true);
  }

  /** How the first call ended at the provider. */
  async ending() {
    return (await this.#first(call => call.ending !== 'in_flight')).ending;
  }

  async #first(condition) {
    for (;;) {
      const [call] = await this.calls();
      if (call && condition(call)) {
        return call;
      }

      await new Promise(resolve => setTimeout(resolve, 10));
    }
  }
}

/** The provider's answer to every call is this long, one piece each 20 ms: time enough to leave. */
export const endless = { events: 2000, event_delay_ms: 20 };

/** What the fake says by default, and its tokens. */
export const said = Array.from({ length: 20 }, (_, i) => `word${i}`).join(' ');
export const inputTokens = 25;
export const outputTokens = 20;

/** What the fake calls the first tool with when it is asked about the weather. */
export const argumentsOfTool = { city: 'Köln' };

/** A tool's parameters. */
export const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
