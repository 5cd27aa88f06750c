#!/usr/bin/env bash
# How long a newcomer waits: from a fresh clone to the first page, and the second start.  Usage: benchmarks/speed/cold_demo.sh [PORT is 8000]
set -euo pipefail
source=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
git clone -q "$source" "$folder/kyoso"
cd "$folder/kyoso"

wait_for_page() {
  for _ in $(seq 1 3000); do
    if curl -sf -o /dev/null http://127.0.0.1:8000/; then return 0; fi
    sleep 0.1
  done
  echo "no page after five minutes" >&2
  return 1
}

for start in cold second; do
  begun=$(date +%s.%N)
  setsid make demo >"demo-$start.log" 2>&1 &
  server=$!
  wait_for_page
  printf '%s start: %.1f s\n' "$start" "$(echo "$(date +%s.%N) - $begun" | bc)"
  kill -TERM -- "-$server"
  wait "$server" 2>/dev/null || true
  sleep 1
done
