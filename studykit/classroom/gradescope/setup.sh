#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image: Python 3.11 or later, PyTorch for the CPU, studykit.
set -euo pipefail
root="${AUTOGRADER_ROOT:-/autograder}"
source="$root/source"
export STUDYKIT_HOME="$root/studykit"

# The first Python that studykit runs on and that can make a virtual environment.
python_for_studykit() {
    local python
    for python in python3.13 python3.12 python3.11 python3; do
        if "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$python"
            return
        fi
    done
    return 1
}

export DEBIAN_FRONTEND=noninteractive
if ! python_for_studykit >/dev/null; then
    apt-get update -qq
    apt-get install -y -qq python3 python3-venv
fi
if ! python_for_studykit >/dev/null; then # Ubuntu 22.04 has Python 3.10
    apt-get install -y -qq software-properties-common
    add-apt-repository -y ppa:deadsnakes/ppa
    apt-get install -y -qq python3.12 python3.12-venv
fi

"$(python_for_studykit)" -m venv "$root/venv"
"$root/venv/bin/python" -m pip install --quiet --upgrade pip
"$root/venv/bin/python" -m pip install --quiet torch --index-url https://download.pytorch.org/whl/cpu
"$root/venv/bin/python" -m pip install --quiet @PACKAGE@

# A pack that is broken should fail here, and not in every student's grade; and what is read now is quick later.
"$root/venv/bin/studykit" @PACKS@ list >/dev/null
# Submissions run as another user, who must not read suites and solutions.
chmod -R go-rwx "$source" "$STUDYKIT_HOME"
chmod -R go-rwx "$("$root/venv/bin/python" -c 'from studykit.content.installed import builtin_pack; print(builtin_pack())')"
