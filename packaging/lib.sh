# Functions shared by the scripts of this folder. To be sourced.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
started=$SECONDS

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "this needs root to run: $* (run this script as root, or install sudo)"
  fi
}

# with_progress WHAT FILE COMMAND…: runs the command with its output in FILE, and reports progress every 20 s.
with_progress() {
  local what=$1 output=$2 status=0
  shift 2
  (while sleep 20 >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do say "still $what ($((SECONDS - started)) s)"; done) &
  "$@" >"$output" || status=$?
  kill $! && wait $! 2>/dev/null || true
  return $status
}

installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# install_packages FILE…: installs the listed packages that are missing.
install_packages() {
  command -v dpkg-query >/dev/null || fail "this script installs Debian packages: it needs Debian 12"
  local package command missing=()
  while read -r package command; do
    case $package in '' | '#'*) continue ;; esac
    if [ -n "$command" ] && command -v "$command" >/dev/null; then continue; fi
    installed "$package" || missing+=("$package")
  done < <(cat "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  say "installing Debian packages: ${missing[*]}"
  as_root apt-get update -qq || fail "apt-get update failed: is the package mirror reachable?"
  with_progress "installing Debian packages" /dev/null as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
    --no-install-recommends "${missing[@]}" || fail "apt-get install failed for: ${missing[*]}"
}

# install_node_modules FOLDER…: runs npm ci where the lockfile is newer than the installed modules.
install_node_modules() {
  local folder
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 18 ] || fail "Node $(node --version) is too old: 18 or newer is needed"
  for folder in "$@"; do
    if [ ! -e "$folder/node_modules/.package-lock.json" ] ||
      [ "$folder/package-lock.json" -nt "$folder/node_modules/.package-lock.json" ]; then
      say "npm ci in ${folder#"$root"/}"
      (cd "$folder" && npm ci --no-audit --no-fund --silent) || fail "npm ci failed in $folder"
      touch "$folder/node_modules/.package-lock.json"
    fi
  done
}

# build PRESET [TARGET…]: configures and builds all targets or the given ones; prints the compiler's output only on errors.
build() {
  local preset=$1 dir=$root/build/$1 targets=()
  shift
  [ $# -eq 0 ] || targets=(--target "$@")
  say "building (preset $preset, in ${dir#"$root"/})"
  mkdir -p "$dir"
  (cd "$root" && cmake --preset "$preset" >"$dir/configure.log" 2>&1) ||
    { cat "$dir/configure.log" >&2; fail "configuring failed"; }
  if [ -t 1 ]; then
    cmake --build "$dir" "${targets[@]}" || fail "the build failed"
  else
    with_progress building "$dir/build.log" cmake --build "$dir" "${targets[@]}" || { tail -n 100 "$dir/build.log" >&2; fail "the build failed"; }
  fi
}
