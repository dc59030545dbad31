#!/usr/bin/env bash
# A check whose findings are no failure: onegrid_check.sh OUT COMMAND…
# CSV becomes rows of kind, codes, square metres, as the rivals write them.
set -euo pipefail
out=$1
shift
"$@" >"$out.all" || [ $? -eq 1 ]
case " $* " in
  *" csv "*)
    # The columns by their names; codes hold no commas, and stand before any text that does.
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
      $at["kind"] == "overlap" || $at["kind"] == "gap" { print $at["kind"] "," $at["codes"] "," $at["area_m2"] }' "$out.all" >"$out" ;;
  *) mv "$out.all" "$out" ;;
esac
