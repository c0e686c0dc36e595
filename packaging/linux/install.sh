#!/bin/sh
# Installs Digit pad from the folder that this script lies in, for you alone, or with --system for all users.
# Nothing is downloaded. "--uninstall" removes it again; your own networks and drawings are kept.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
prefix=${XDG_DATA_HOME:-$HOME/.local/share}
bin=$HOME/.local/bin
lib=$HOME/.local/lib
action=install
for argument in "$@"; do
  case $argument in
    --system) prefix=/usr/local/share bin=/usr/local/bin lib=/usr/local/lib ;;
    --uninstall) action=uninstall ;;
    *) echo "Usage: $0 [--system] [--uninstall]" >&2; exit 2 ;;
  esac
done
program=$lib/mlp-desktop # not under share, where your own networks and drawings are

remove() {
  if [ -f "$program/installed-files" ]; then
    while IFS= read -r file; do rm -f "$prefix/$file"; done <"$program/installed-files"
  fi
  rm -f "$bin/mlp-desktop" "$bin/mlp-engine"
  rm -rf "$program"
}

refresh() {
  for command in "update-desktop-database $prefix/applications" "update-mime-database $prefix/mime" \
    "gtk-update-icon-cache -qtf $prefix/icons/hicolor"; do
    # shellcheck disable=SC2086 # a command and its argument
    if command -v ${command%% *} >/dev/null; then $command >/dev/null 2>&1 || true; fi
  done
}

remove
if [ "$action" = uninstall ]; then
  refresh
  echo "Digit pad is removed. Your networks and drawings are kept."
  exit
fi
mkdir -p "$program" "$bin"
cp -R "$here/program/." "$program"
(cd "$here/share" && find . -type f) | sed 's|^\./||' >"$program/installed-files"
cp -R "$here/share/." "$prefix"
for name in mlp-desktop mlp-engine; do ln -sf "$program/$name" "$bin/$name"; done
# The desktop's menu does not know every user's own folder of programs.
sed -i "s|^Exec=mlp-desktop|Exec=\"$bin/mlp-desktop\"|" "$prefix/applications/org.mlp_desktop.mlp_desktop.desktop"
refresh
echo "Digit pad is installed: start it from the menu, or with $bin/mlp-desktop."
case ":$PATH:" in *":$bin:"*) ;; *) echo "$bin is not in your PATH: to type only the name, add it there." ;; esac
