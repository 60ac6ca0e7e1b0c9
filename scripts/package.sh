#!/bin/sh
# Builds the Lambda package, artifacts/LogArchiver.Function.zip, and prints its size. Needs the .NET SDK and nothing else.
#
#   scripts/package.sh               one package for x86_64 and arm64
#   scripts/package.sh linux-x64     for x86_64 alone, compiled ahead (ReadyToRun): less CPU time at the start, twice the size
#   scripts/package.sh linux-arm64   the same for arm64
#
# Compiling ahead needs the compiler and the runtime of that processor from the package source as well.
set -eu
cd "$(dirname "$0")/.."
case "${1-}" in
  linux-x64 | linux-arm64)
    processor="-r $1 --self-contained false -p:PublishReadyToRun=true"
    shift ;;
  -h | --help)
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0"
    exit ;;
  *)
    processor= ;;
esac
# shellcheck disable=SC2086 # several options
exec dotnet build src/LogArchiver.Function -c Release -t:Package -p:ContinuousIntegrationBuild=true --nologo -v:minimal $processor "$@"
