#!/usr/bin/env bash
# Installs the Debian packages Comptoir needs, as root or with sudo; `.ci/debian.sh run`, `test` or `bundle`.
# Says nothing when all are there. Where it may not install, it prints the one line that does and fails.
set -euo pipefail

qt=(
    libegl1 libgl1 libdbus-1-3 libfontconfig1 libglib2.0-0 libgssapi-krb5-2 libbrotli1 libxkbcommon0
    # X11
    libx11-xcb1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0
    libxcb-render-util0 libxcb-shape0 libxcb-sync1 libxcb-xfixes0 libxcb-xkb1
    # Wayland
    libwayland-client0 libwayland-cursor0 libwayland-egl1
)
fonts=(fonts-inter fonts-dejavu-core)

case "${1:-}" in
    run) needed=("${qt[@]}" "${fonts[@]}") ;;
    test) needed=("${qt[@]}" "${fonts[@]}" chromium libatomic1 xvfb xauth xdotool strace iproute2 nftables nginx-light) ;;
    bundle) needed=("${qt[@]}" binutils) ;;
    *) echo "usage: .ci/debian.sh run | test | bundle" >&2; exit 2 ;;
esac

# Debian keeps the part of Python that makes a virtual environment in a package of its own.
"${PYTHON:-python3}" -c 'import ensurepip, venv' 2>/dev/null || needed=(python3-venv "${needed[@]}")

if ! command -v dpkg-query apt-get >/dev/null; then
    echo "This is no Debian: Comptoir needs what Debian calls ${needed[*]}. Going on without looking." >&2
    exit 0
fi

# The names of all installed packages, and of what they stand in for (libglib2.0-0t64 is libglib2.0-0).
declare -A installed=()
while read -r name; do
    [[ -n $name ]] && installed[$name]=yes
done < <(dpkg-query -W -f '${db:Status-Abbrev} ${Package}, ${Provides}\n' \
    | sed -n 's/^ii *//p' | sed 's/([^)]*)//g' | tr -d ' ' | tr ',' '\n')

missing=()
for package in "${needed[@]}"; do
    [[ -n ${installed[$package]:-} ]] || missing+=("$package")
done
[[ ${#missing[@]} -gt 0 ]] || exit 0

install="apt-get install -y --no-install-recommends ${missing[*]}"
if [[ $(id -u) -eq 0 ]]; then
    as_root=(env)
elif sudo -n true 2>/dev/null; then
    as_root=(sudo -n env)
else
    echo "Comptoir needs some Debian packages. This installs them; then try again:" >&2
    echo "    sudo sh -c 'apt-get update && $install'" >&2
    exit 1
fi

echo "Installing Debian packages: ${missing[*]}"
quietly=(DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0)
"${as_root[@]}" "${quietly[@]}" update </dev/null
"${as_root[@]}" "${quietly[@]}" install -y --no-install-recommends "${missing[@]}" </dev/null >/dev/null
