#!/bin/sh
# Builds the Lambda package, artifacts/LogArchiver.Function.zip, and prints its size. Needs the .NET SDK and nothing else.
# The same package runs on x86_64 and arm64.
set -eu
cd "$(dirname "$0")/.."
exec dotnet build src/LogArchiver.Function -c Release -t:Package -p:ContinuousIntegrationBuild=true --nologo -v:minimal "$@"
