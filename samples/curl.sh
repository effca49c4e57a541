#!/usr/bin/env bash
# Creates an endpoint that leads to the fake provider, calls it, and shows its counters. Before, in two other terminals:
#
#   dotnet run --project tests/FakeProviders -- --port 9090
#   Multiplex__Upstreams__AllowPrivateNetworks=true dotnet run --project src/Host
#
# MULTIPLEX_URL, FAKE_URL and ADMIN_TOKEN override where things are.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

host=${MULTIPLEX_URL:-http://127.0.0.1:8080}
fake=${FAKE_URL:-http://127.0.0.1:9090}
token=${ADMIN_TOKEN:-$(cat src/Host/data/admin.token)}
admin=(curl -sS --fail-with-body -H "Authorization: Bearer $token" -H 'Content-Type: application/json')

echo '== an endpoint: one key with its limits (made again only if it is not there)'
"${admin[@]}" "$host/admin/endpoints/sample" 2>/dev/null || "${admin[@]}" "$host/admin/endpoints" -d '{
  "endpoint_id": "sample", "provider": "openai", "api_key": "sk-sample",
  "base_url": "'"$fake"'/openai/v1", "max_concurrent_requests": 2 }'

echo; echo '== a call; -i shows which endpoint answered, and how long the call waited'
curl -sS -i --fail-with-body "$host/openai/v1/chat/completions" -H 'Content-Type: application/json' \
    -d '{"model":"gpt-4o-mini","messages":[{"role":"user","content":"hello"}]}'

echo; echo '== the same, streamed'
curl -sS -N --fail-with-body "$host/openai/v1/chat/completions" -H 'Content-Type: application/json' \
    -d '{"model":"gpt-4o-mini","stream":true,"messages":[{"role":"user","content":"hello"}]}'

echo; echo '== ten at once over two slots: those that find none wait in the queue'
seq 10 | xargs -P 10 -I{} curl -sS -o /dev/null -w '{}: %{http_code}, waited %header{x-multiplex-queue-ms} ms\n' \
    "$host/openai/v1/chat/completions" -H 'Content-Type: application/json' \
    -d '{"model":"gpt-4o-mini","messages":[{"role":"user","content":"hello"}]}'

echo; echo '== what was counted'
"${admin[@]}" "$host/admin/endpoints/sample/stats"
echo
