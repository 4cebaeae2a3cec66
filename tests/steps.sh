# The steps of ./run quick and ./run test: each is timed, all are run, failures and what was
# skipped stand in the last lines. Read by `run`, which sets $bin.

failed=
skipped=
times=
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The tests bring their own data folder; the type checker reads the settings and needs one too.
JIEDAO_HOME=$work/home
export JIEDAO_HOME
cores=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)

begin() {
    printf '\n── %s\n' "$1"
    begun=$(date +%s)
}

end() { # title, status
    took="$1 $(($(date +%s) - begun)) s"
    times="$times${times:+ · }$took"
    [ "$2" -eq 0 ] || failed="$failed${failed:+, }$1"
}

step() {
    title=$1
    shift
    begin "$title"
    status=0
    "$@" || status=$?
    end "$title" $status
}

skip() {
    skipped="$skipped
$1"
}

lint() {
    "$bin/ruff" check . && "$bin/ruff" format --check --quiet .
}

contracts() {
    "$bin/lint-imports" --no-logo --cache-dir .import_linter_cache > "$work/contracts" || {
        cat "$work/contracts"
        return 1
    }
    tail -n 2 "$work/contracts"
}

tests_on() { # database address or nothing, then pytest's arguments
    url=$1
    shift
    DATABASE_URL=$url "$bin/pytest" -q -n "$cores" --dist worksteal "$@"
}

# One of two cores is the type checker's meanwhile.
checked_and_tested() { # which tests, then pytest's arguments
    which=$1
    shift
    step "lint" lint
    "$bin/mypy" > "$work/types" 2>&1 &
    checker=$!
    step "contracts" contracts
    step "tests (SQLite)" tests_on "" -m "$which" "$@"
    begin "types"
    status=0
    wait $checker || status=$?
    tail -n 40 "$work/types"
    end "types" $status
}

# Tests of data only for what is changed; fewer examples of those properties that do not say how
# many they need.
quick_steps() {
    checked_and_tested "not journey and not slow and not spark" --changed --hypothesis-profile=quick
}

all_steps() {
    checked_and_tested "not journey and not spark"
    if url=$("$bin/python" -m tests.postgresql); then
        step "data tests (PostgreSQL)" tests_on "$url" -m "data and not journey and not spark and (not slow or both)"
    else
        skip "没有可用的 PostgreSQL，跳过了 PostgreSQL 上的数据测试（设置 DATABASE_URL 可指定一个）。
Skipped: the data tests on PostgreSQL, for no server answers (DATABASE_URL may name one)."
    fi
    if "$bin/python" -m tests.browser; then
        step "browser journeys" "$bin/pytest" -q -n "$cores" --dist worksteal -m journey
    else
        skip "没有 Chromium，跳过了浏览器测试（Debian：apt install chromium fonts-noto-cjk）。
Skipped: the browser journeys, for there is no Chromium (Debian: apt install chromium fonts-noto-cjk)."
    fi
}

report() {
    printf '\n%s\n' "$times"
    [ -z "$skipped" ] || printf '%s\n' "$skipped"
    if [ -n "$failed" ]; then
        printf '\n未通过 Failed: %s\n' "$failed"
        return 1
    fi
    # .ci/run brings everything, so there nothing may be skipped.
    if [ -n "$skipped" ] && [ -n "${JIEDAO_TEST_ALL:-}" ]; then
        printf '\n有跳过的测试 Something was skipped where nothing may be.\n'
        return 1
    fi
    printf '\n全部通过 All passed.\n'
}
