#!/usr/bin/env bash
# Times the workloads against PyTorch in turns, then an epoch of the 12-lead network, and keeps the result beside this script.
#   tests/MlNetXai.Benchmarks/duel.sh NAME [WORKLOAD ...]     (default: all but W3t, W3m and IGlstm, whose peer needs hours; about 20 minutes on an idle machine)
# Needs the peer program (../shared/peers/duel beside the project) with python3-torch, python3-numpy and libopenblas0-pthread.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
name=${1:?name of the result, e.g. the date and hour}
shift
results=tests/MlNetXai.Benchmarks/results
program=tests/MlNetXai.Benchmarks/bin/Release/net10.0/MlNetXai.Benchmarks.dll
dotnet build tests/MlNetXai.Benchmarks -c Release --nologo -v q
mkdir -p "$results"
dotnet "$program" rows | tee "$results/rows-$name.txt"
if [ ! -x ../shared/peers/duel ]; then
  echo "the peer program is not there: skipped the comparison with PyTorch"
  exit 0
fi
[ $# -gt 0 ] || set -- W1 W2 W2@16 W2@1 W2g W3i W4t W4i W5t W5i W6t W6i IGlstm@1 IGfcn
../shared/peers/duel "$@" --ours "dotnet $program duel {workload}" --rounds 7 --json "$results/duel-$name.json"
for round in 1 2; do
  dotnet "$program" epoch
  tests/MlNetXai.Benchmarks/epoch.py ../shared/peers 2
  tests/MlNetXai.Benchmarks/epoch.py ../shared/peers 1
done | tee "$results/epoch-$name.txt"
