#!/usr/bin/env bash
# Measures all that the project promises about size and speed, run after run, and prints a Markdown table. Takes half an hour or more:
# a 10 GB day on a seventh of a core is part of it. Needs 10 GB below $TMPDIR. Memory and CPU are limited where control groups may be
# written, which mostly means as root.
#
#   bench/run-all.sh              everything
#   bench/run-all.sh pace rival   some of it, by the names below
#   SCALE=0.1 bench/run-all.sh    everything, with days of a tenth of the size: to try the script, not to measure
set -uo pipefail
cd "$(dirname "$0")/.."

results=${RESULTS:-artifacts/whole-runs}
scale=${SCALE:-1}
wanted=("$@")
mkdir -p "$results"

# What is measured is what is deployed.
dotnet publish -c Release src/LogArchiver.Function -o artifacts/function -v q || exit 2
dotnet build -c Release bench/LogArchiver.WholeRun -v q || exit 2
harness=(dotnet exec bench/LogArchiver.WholeRun/bin/Release/net10.0/LogArchiver.WholeRun.dll)

size() { awk -v mb="$1" -v scale="$scale" 'BEGIN { printf "%dMB", mb * scale }'; }
count() { awk -v n="$1" -v scale="$scale" 'BEGIN { n = int(n * scale); print n < 1 ? 1 : n }'; }

files=()
run() {
  local name=$1
  shift
  local file=$results/$name.json
  if [ ${#wanted[@]} -gt 0 ] && [[ " ${wanted[*]} " != *" $name "* ]]; then
    if [ -s "$file" ]; then files+=("$file"); fi
    return
  fi
  echo "$(date +%H:%M:%S) $name" >&2
  "${harness[@]}" --function artifacts/function/LogArchiver.Function.dll --json "$@" > "$file.new"
  if [ -s "$file.new" ]; then
    mv "$file.new" "$file"
    files+=("$file")
  else
    rm -f "$file.new"
    echo "$name gave no result" >&2
  fi
}

# Memory: a day of any size in 256 MB.
run memory-1gb  --name "1 GB, 50 streams, 256 MB"      --size "$(size 1000)"  --streams 50 --memory 256 --must rss=128MiB --must requests=1.02 --must start=300
run memory-10gb --name "10 GB, 50 streams, 256 MB"     --size "$(size 10000)" --streams 50 --memory 256 --must rss=128MiB --must requests=1.02
run streams-20k --name "1 GB, 20,000 streams, 256 MB"  --size "$(size 1000)"  --streams "$(count 20000)" --memory 256 --must rss=128MiB

# A small function: what has always run out of memory.
run small       --name "400 streams of 1 MB, 128 MB"   --size "$(size 400)"   --streams "$(count 400)" --memory 128

# CPU and requests, each reader, with all the CPU there is.
run cpu-streams --name "2 GB, reader streams"          --size "$(size 2000)"  --streams 50 --reader streams --memory 512 --cpu full --must mb-per-cpu=200 --must requests=1.02
run cpu-group   --name "2 GB, reader group"            --size "$(size 2000)"  --streams 50 --reader group   --memory 512 --cpu full --must mb-per-cpu=200 --must requests=1.02

# Pace: against the quotas of us-east-1, alone and with another client.
run pace        --name "2 GB against the quota"        --size "$(size 2000)"  --streams 50 --memory 1769 --quota us-east-1 --must pace=0.95 --must requests=1.02
run rival       --name "2 GB against quota and rival"  --size "$(size 2000)"  --streams 50 --memory 1769 --quota us-east-1 --rival

# Continuation: many invocations write what one does.
run whole       --name "3 GB in one invocation"        --size "$(size 3000)"  --streams 50 --memory 1769
run continued   --name "3 GB, 20 s an invocation"      --size "$(size 3000)"  --streams 50 --memory 1769 --deadline 20s
run cold        --name "3 GB, 20 s and a new process an invocation" --size "$(size 3000)" --streams 50 --memory 1769 --deadline 20s --cold

between=()
has() { [ -s "$results/$1.json" ]; }
if has memory-1gb && has memory-10gb; then between+=("memory-1gb~memory-10gb"); fi
if has whole && has continued; then between+=("whole=continued"); fi
if has whole && has cold; then between+=("whole=cold"); fi
"${harness[@]}" table "${files[@]}" ${between[@]+"${between[@]}"}
code=$?
if [ "$scale" != 1 ]; then printf '\nSizes and streams are %s of what the names say: no figures to keep.\n' "$scale"; fi
exit $code
