# What the scripts share; sourced, not run. Every script works from the repository root and shows the commands that it runs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

run() {
  printf '\n+ %s\n' "$*"
  "$@"
}

# configure_and_build PRESET: both steps of one preset of CMakePresets.json.
configure_and_build() {
  run cmake --preset "$1" --log-level=NOTICE
  run cmake --build --preset "$1" --parallel "$(nproc)"
}
