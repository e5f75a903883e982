// RUN: lanewise-opt --help | filecheck %s --check-prefix=HELP
// RUN: lanewise-opt -h | filecheck %s --check-prefix=HELP
// RUN: lanewise-opt --version --host=upstream | filecheck %s --check-prefix=VERSION
// RUN: lanewise-opt --list-passes | filecheck %s --check-prefix=PASSES
// RUN: lanewise-opt --show-dialects --host=upstream | filecheck %s --check-prefix=DIALECTS
// RUN: %if iree %{ lanewise-opt --show-dialects --host=iree | filecheck %s --check-prefixes=DIALECTS,IREE %}
// RUN: %if iree %{ lanewise-opt --version --host=iree | filecheck %s --check-prefix=VERSION-IREE %}

// HELP: usage: lanewise-opt
// HELP: --verify-diagnostics
// HELP: passes, run in the order given
// HELP: --lanewise-duplicate-constants
// HELP: max-chain=8:
// HELP: constants-only=false:
// VERSION: lanewise {{[0-9.]+}} on host upstream: {{[^ ]+}} {{[0-9.]+}}
// VERSION-IREE: lanewise {{[0-9.]+}} on host iree: iree-base-compiler 3.
// PASSES: --lanewise-convert-layouts
// PASSES: --lanewise-duplicate-constants
// PASSES: --lanewise-print-layouts
// PASSES: --lanewise-resolve-layouts
// DIALECTS: {{^}}arith{{$}}
// DIALECTS: {{^}}func{{$}}
// IREE: {{^}}iree_vector_ext{{$}}
// DIALECTS: {{^}}vector{{$}}
