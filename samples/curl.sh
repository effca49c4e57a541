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
token=${ADMIN_TOKEN:-$(cat data/admin.token)}
admin=(curl -sS --fail-with-body -H "Authorization: Bearer $token" -H 'Content-Type: application/json')

call=(curl -sS --fail-with-body "$host/openai/v1/chat/completions" -H 'Content-Type: application/json' -H 'X-Multiplex-Endpoint: sample')

echo '== an endpoint: one key with its limits (made only if it is not there yet)'
curl -sS -o /dev/null -f -H "Authorization: Bearer $token" "$host/admin/endpoints/sample" 2>/dev/null ||
    "${admin[@]}" "$host/admin/endpoints" -o /dev/null -d '{
      "endpoint_id": "sample", "provider": "openai", "api_key": "sk-sample-key",
      "base_url": "'"$fake"'/openai/v1", "max_concurrent_requests": 2 }'
"${admin[@]}" "$host/admin/endpoints/sample"

echo; echo; echo '== a call; -i shows which endpoint answered, and how long the call waited'
"${call[@]}" -i -d '{"model":"gpt-4o-mini","messages":[{"role":"user","content":"hello"}]}'

echo; echo; echo '== the same, streamed'
"${call[@]}" -N -d '{"model":"gpt-4o-mini","stream":true,"messages":[{"role":"user","content":"hello"}]}'

echo '== ten at once over two slots, with a provider that takes 300 ms: those that find no slot wait in the queue'
curl -sS "$fake/__fake/script" -d '{"sk-sample-key":{"always":{"latency_ms":300}}}'; echo
for n in {1..10}; do
    "${call[@]}" -o /dev/null -w "$n: %{http_code}, waited %header{x-multiplex-queue-ms} ms"'\n' \
        -d '{"model":"gpt-4o-mini","messages":[{"role":"user","content":"hello"}]}' &
done
wait
curl -sS "$fake/__fake/script" -d '{"sk-sample-key":{}}'; echo

echo; echo '== what was counted'
"${admin[@]}" "$host/admin/endpoints/sample/stats"
echo
