#!/bin/sh
# Fits the splitter's two models and writes the table of weights.
#   fit.sh TOOLS STREAMS WORK "what they are fitted on" > weights.inc
# TOOLS: folder with the built features and boost. STREAMS: streams.py's OUTDIR. WORK: scratch.
#
# A model that is asked about files it was fitted on is surer than it will be on new ones, and the next pass would learn to
# trust it too much. So each pass's features are made twice, by models fitted on the other half of the files.
set -eu
tools=$1 streams=$2 work=$3
first=${FIRST_TREES:-80} again=${AGAIN_TREES:-160} weights=${WEIGHTS:-1} skip=${SKIP:--1}
mkdir -p "$work"
folders=$(ls -d "$streams"/*/)
features() { out=$1; shift; "$tools/features" "$out" "$@" $folders; }
boost() { rows=$1 model=$2 trees=$3; shift 3; "$tools/boost" "$rows" "$model" "$trees" --weights "$weights" --skip "$skip" "$@" >&2; }

features "$work/r1"
boost "$work/r1" "$work/m1" "$first" &
boost "$work/r1" "$work/m1.even" "$first" --fold 0/2 # left out: the even ones
boost "$work/r1" "$work/m1.odd" "$first" --fold 1/2
wait
features "$work/r2.even" --first "$work/m1.even" --files 0/2 &
features "$work/r2.odd" --first "$work/m1.odd" --files 1/2
wait
cat "$work/r2.even" "$work/r2.odd" > "$work/r2"
boost "$work/r2" "$work/m2.even" "$((again / 2))" --fold 0/2 &
boost "$work/r2" "$work/m2.odd" "$((again / 2))" --fold 1/2
wait
features "$work/r3.even" --first "$work/m1.even" --again "$work/m2.even" --files 0/2 &
features "$work/r3.odd" --first "$work/m1.odd" --again "$work/m2.odd" --files 1/2
wait
cat "$work/r2" "$work/r3.even" "$work/r3.odd" > "$work/r3"
boost "$work/r3" "$work/m3" "$again" --rate "${RATE:-.1}"
python3 "$(dirname "$0")/weights.py" "$work/m1" "$work/m3" "${4:-unknown}"
