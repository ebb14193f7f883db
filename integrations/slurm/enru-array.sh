#!/usr/bin/env bash
# Aligns a file of pairs as a Slurm array, a shard a task:
#
#   sbatch --array=1-16 enru-array.sh 16 pairs.jsonl parts/
#
# pairs.jsonl holds a request of `enru worker` a line. Each task writes parts/I-of-N.jsonl, whole or not at all; tasks whose part
# is there do nothing, so after a failure the same command does the rest. The number of shards is an argument because Slurm's own
# count changes when only some tasks are submitted again. When all are there:
#
#   LC_ALL=C sort parts/*-of-16.jsonl > segments.jsonl
#
# A line begins with the id of its pair, so this is in order of ids, and the same bytes for any number of shards:
# those of `enru worker < pairs.jsonl | LC_ALL=C sort`.
#
#SBATCH --job-name=enru
#SBATCH --cpus-per-task=1
#SBATCH --mem=1G
#SBATCH --requeue
set -euo pipefail
[ $# -eq 3 ] || { echo "usage: sbatch --array=1-N enru-array.sh N PAIRS OUT" >&2; exit 2; }
shards=$1 pairs=$2 out=$3
part=$out/$SLURM_ARRAY_TASK_ID-of-$shards.jsonl
[ -e "$part" ] && exit

mkdir -p "$out"
# Beside the part, so that the last step is a renaming; of a name of its own, lest a task that Slurm starts again meets its ghost.
unfinished=$out/.unfinished.$SLURM_ARRAY_TASK_ID.$HOSTNAME.$$
trap 'rm -f "$unfinished"' EXIT
"${ENRU:-enru}" worker --shard "$SLURM_ARRAY_TASK_ID/$shards" <"$pairs" >"$unfinished"
sync "$unfinished"
mv "$unfinished" "$part"
